using System.Collections.Concurrent;
using Candor.Evaluation.Planning;
using Candor.Evaluation.Protocols;
using Candor.Evaluation.Tasks;
using Candor.TestSupport;

namespace Candor.Tests.Evaluation;

/// <summary>Where the reference values of both sizes lie: small ones made for this project, in every clone, and the whole real data.</summary>
public static class GoldenSet
{
    private static readonly ConcurrentDictionary<(string Size, string Protocol, string Task), Lazy<PlannedTask>> s_plans = new();

    /// <summary>The folder with p/, new/ and synthetic/.</summary>
    public static string LmEval(string size) => size == "small" ? Goldens.Committed("small", "lm_eval") : Goldens.Shared("goldens", "lm_eval");

    /// <summary>The data folder those values were made from.</summary>
    public static string Data(string size) => size == "small" ? Goldens.Committed("small", "lm_eval", "data") : Goldens.Shared("data");

    /// <summary>The goldens' folder name of a protocol.</summary>
    public static string Folder(string protocol) => protocol == "paper2023" ? "p" : "new";

    /// <summary>All tasks of a protocol.</summary>
    public static IEnumerable<string> TaskNames(string protocol) =>
        TaskRegistry.All.Where(task => task.Card.Editions.ContainsKey(protocol)).Select(task => task.Name);

    /// <summary>Rows of (size, protocol, task): every task under every protocol on both data sets.</summary>
    public static TheoryData<string, string, string> Tasks()
    {
        var rows = new TheoryData<string, string, string>();
        foreach (var size in new[] { "small", "shared" })
        {
            foreach (var protocol in ProtocolRegistry.All)
            {
                foreach (var task in TaskNames(protocol.Name))
                    rows.Add(size, protocol.Name, task);
            }
        }

        return rows;
    }

    /// <summary>A task with all its documents, built once.</summary>
    public static PlannedTask Plan(string size, string protocol, string task)
    {
        _ = Data(size);
        return s_plans.GetOrAdd((size, protocol, task), key => new Lazy<PlannedTask>(() => Build(key.Size, key.Protocol, [key.Task]).Tasks[0])).Value;
    }

    /// <summary>A plan of several tasks.</summary>
    public static EvaluationPlan Build(string size, string protocol, IEnumerable<string> tasks, int? limit = null)
    {
        var rules = ProtocolRegistry.Get(protocol);
        return EvaluationPlan.Build(TaskRegistry.Resolve(tasks, rules), rules, Data(size), limit);
    }
}
