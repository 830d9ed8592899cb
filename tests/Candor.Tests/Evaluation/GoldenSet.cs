using System.Collections.Concurrent;
using Candor.Evaluation.Models;
using Candor.Evaluation.Planning;
using Candor.Evaluation.Protocols;
using Candor.Evaluation.Running;
using Candor.Evaluation.Tasks;
using Candor.TestSupport;

namespace Candor.Tests.Evaluation;

/// <summary>Where the reference values of both sizes lie: small ones made for this project, in every clone, and the whole real data.</summary>
public static class GoldenSet
{
    private static readonly ConcurrentDictionary<(string Size, string Protocol, string Task), Lazy<EvaluationOutcome>> s_outcomes = new();

    /// <summary>Seed of the pseudo model in the synthetic goldens.</summary>
    public const string Seed = "visible-1";

    /// <summary>The folder with p/, new/ and synthetic/.</summary>
    public static string LmEval(string size) => size == "small" ? Goldens.Committed("small", "lm_eval") : Goldens.Shared("goldens", "lm_eval");

    /// <summary>The data folder those values were made from.</summary>
    public static string Data(string size) => size == "small" ? Goldens.Committed("small", "lm_eval", "data") : Goldens.Shared("data");

    /// <summary>The goldens' folder name of a protocol.</summary>
    public static string Folder(string protocol) => protocol == "paper2023" ? "p" : "new";

    /// <summary>All tasks that the protocol's harness has.</summary>
    public static IEnumerable<string> TaskNames(string protocol) =>
        TaskRegistry.All.Where(task => task.Card.OriginalSha256 is not null && task.Card.Editions.ContainsKey(protocol)).Select(task => task.Name);

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

    /// <summary>A task with all its documents.</summary>
    public static PlannedTask Plan(string size, string protocol, string task) => Outcome(size, protocol, task).Tasks[0].Task;

    /// <summary>The pseudo model's whole evaluation of a task, run once.</summary>
    public static EvaluationOutcome Outcome(string size, string protocol, string task)
    {
        _ = Data(size);
        return s_outcomes.GetOrAdd((size, protocol, task), key => new Lazy<EvaluationOutcome>(() =>
        {
            using var model = new PseudoModel(Seed);
            return new EvaluationRunner(model, new EvaluationSettings(), TimeProvider.System).Run(Build(key.Size, key.Protocol, [key.Task]));
        })).Value;
    }

    /// <summary>A plan of several tasks.</summary>
    public static EvaluationPlan Build(string size, string protocol, IEnumerable<string> tasks, int? limit = null)
    {
        var rules = ProtocolRegistry.Get(protocol);
        return EvaluationPlan.Build(TaskRegistry.Resolve(tasks, rules), rules, Data(size), limit);
    }
}
