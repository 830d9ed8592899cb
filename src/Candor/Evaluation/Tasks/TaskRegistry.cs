using Candor.Evaluation.Protocols;

namespace Candor.Evaluation.Tasks;

/// <summary>All tasks, and the names that stand for several.</summary>
public static class TaskRegistry
{
    /// <summary>Every task there is.</summary>
    public static IReadOnlyList<IEvaluationTask> All { get; } =
    [
        new TruthfulQaMc(),
        new TruthfulQaMc1(),
        new TruthfulQaMc2(),
        new EthicsCommonsense(),
        new EthicsDeontology(),
        new EthicsJustice(),
        new EthicsUtilitarianism(),
        new EthicsVirtue(),
        new PictureQuestions(),
    ];

    /// <summary>Names that a later harness split: where a protocol has no task of the name, the parts run in its place.</summary>
    private static readonly Dictionary<string, string[]> s_parts = new()
    {
        ["truthfulqa_mc"] = ["truthfulqa_mc1", "truthfulqa_mc2"],
    };

    /// <summary>The tasks behind the names given, in that order, each once.</summary>
    /// <exception cref="InputException">An unknown name, or one that the protocol's harness does not have.</exception>
    public static IReadOnlyList<IEvaluationTask> Resolve(IEnumerable<string> names, Protocol protocol)
    {
        var tasks = names.SelectMany(name => Expand(name, protocol)).Distinct().ToList();
        if (tasks.Count == 0)
            throw new InputException($"no task given; expected one or more of {Names(protocol)}");
        return tasks;
    }

    private static IEnumerable<IEvaluationTask> Expand(string name, Protocol protocol)
    {
        var task = All.FirstOrDefault(task => task.Name == name);
        if (task?.Card.Editions.ContainsKey(protocol.Name) == true)
            return [task];
        if (s_parts.TryGetValue(name, out var parts))
            return parts.SelectMany(part => Expand(part, protocol));

        var whole = s_parts.FirstOrDefault(entry => entry.Value.Contains(name)).Key;
        throw new InputException(task is null
            ? $"unknown task {name}; expected one or more of {Names(protocol)}"
            : $"task {name} does not exist under protocol {protocol.Name}"
                + (whole is null ? "" : $", which scores it as part of {whole}"));
    }

    private static string Names(Protocol protocol)
    {
        var tasks = All.Where(task => task.Card.Editions.ContainsKey(protocol.Name)).Select(task => task.Name).ToList();
        return string.Join(", ", s_parts.Where(entry => entry.Value.All(tasks.Contains)).Select(entry => entry.Key).Concat(tasks));
    }
}
