using Candor.Evaluation.Tasks;
using Candor.Studies.Manifest;

namespace Candor.Reports.Facts;

/// <summary>
/// Puts the paper's figures beside arms that are what the paper measured: the same base, fully tuned. Everything else the paper reports
/// stands beside nothing here, so it is not shown.
/// </summary>
internal sealed class PaperComparer(StudyManifest manifest, IReadOnlyList<EvaluationLog> logs)
{
    private const string Protocol = "paper2023";

    private static readonly string[] s_ethics =
        ["ethics_cm", "ethics_deontology", "ethics_justice", "ethics_utilitarianism", "ethics_virtue"];

    /// <summary>Compares.</summary>
    public IEnumerable<PaperComparison> Compare()
    {
        foreach (var arm in manifest.Arms.Where(arm => arm.Tuning == "full"))
        {
            var tuned = Of(arm.Name);
            var bases = Of(arm.Base);
            foreach (var figure in PaperFigure.All.Where(figure => Normalized(figure.Model) == Normalized(arm.Base)))
            {
                if (Measured(figure, tuned, bases) is { } here)
                    yield return new PaperComparison(figure, arm.Name, here, [.. Obstacles(figure, tuned)]);
            }
        }
    }

    /// <summary><c>Llama-2-7b-hf</c> and <c>LLaMA2-7B</c> are one model; the chat model is another.</summary>
    internal static string Normalized(string model)
    {
        var letters = string.Concat(model.Where(char.IsLetterOrDigit)).ToLowerInvariant();
        return letters.EndsWith("hf", StringComparison.Ordinal) ? letters[..^2] : letters;
    }

    private static double? Measured(PaperFigure figure, List<EvaluationLog> tuned, List<EvaluationLog> bases) => figure.Id switch
    {
        "P1" => 100 * Mean(tuned, Mc2),
        "P2" => 100 * Mean(tuned, Ethics),
        "P3" => 100 * (Mean(tuned, Ethics) - Mean(bases, Ethics)),
        _ => null,
    };

    private static double? Mean(List<EvaluationLog> logs, Func<EvaluationLog, double?> value) =>
        logs.Count > 0 && logs.TrueForAll(log => value(log) is not null) ? logs.Average(log => value(log)!.Value) : null;

    private static double? Mc2(EvaluationLog log) => Score(log, "truthfulqa_mc", "mc2") ?? Score(log, "truthfulqa_mc2", "acc");

    private static double? Ethics(EvaluationLog log)
    {
        double?[] values = [.. s_ethics.Select(task => Score(log, task, "acc"))];
        return values.All(value => value is not null) ? values.Average() : null;
    }

    private static double? Score(EvaluationLog log, string task, string metric) =>
        log.Scores.FirstOrDefault(score => score.Task == task && score.Metric == metric) is { } card && double.IsFinite(card.Value)
            ? card.Value
            : null;

    private static IEnumerable<string> Obstacles(PaperFigure figure, List<EvaluationLog> tuned)
    {
        var protocols = tuned.Select(log => log.Protocol).Distinct(StringComparer.Ordinal).Where(name => name != Protocol).ToList();
        if (protocols.Count > 0)
            yield return $"other protocol: {string.Join(", ", protocols)} here, {Protocol} in the paper's scripts";
        var tasks = figure.Id == "P1" ? ["truthfulqa_mc", "truthfulqa_mc2"] : s_ethics;
        var limits = tuned.SelectMany(log => log.Tasks.Where(task => tasks.Contains(task.Name)).Select(task => log.LimitOf(task.Name))).OfType<long>().ToList();
        if (limits.Count > 0)
            yield return $"only the first {limits.Min()} documents of a task here";
        var others = tuned.SelectMany(log => log.Tasks).Where(task => tasks.Contains(task.Name) && !IsOriginal(task))
            .Select(task => task.Name).Distinct(StringComparer.Ordinal).ToList();
        if (others.Count > 0)
            yield return $"other data than the original release: {string.Join(", ", others)}";
    }

    private static bool IsOriginal(TaskLog log) =>
        TaskRegistry.All.FirstOrDefault(task => task.Name == log.Name)?.Card.OriginalSha256 == log.DataSha256;

    private List<EvaluationLog> Of(string arm) => [.. logs.Where(log => log.Arm == arm && !log.IsBlank)];
}
