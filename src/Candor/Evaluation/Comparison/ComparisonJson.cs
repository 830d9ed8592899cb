using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Candor.Statistics;

namespace Candor.Evaluation.Comparison;

/// <summary>
/// A comparison as JSON: one entry per run after the first, task, metric and filter. Numbers are unrounded, in the metric's own unit.
/// </summary>
public static class ComparisonJson
{
    private static readonly JsonSerializerOptions s_options = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The whole report as indented text, without a line break at the end.</summary>
    public static string Text(ComparisonReport report) => new JsonObject
    {
        ["runs"] = Array(report.Runs, Run),
        ["seed"] = JsonNode.Parse(report.Options.Seed.ToString("R", System.Globalization.CultureInfo.InvariantCulture)),
        ["replicates"] = report.Options.Replicates,
        ["level"] = MetricComparison.Level,
        ["alpha"] = MetricComparison.Alpha,
        ["power"] = MetricComparison.Power,
        ["family_size"] = report.Comparisons.Count,
        ["adjusted_by"] = "holm",
        ["forced"] = report.IsForced,
        ["comparisons"] = Array(report.Comparisons, Entry),
        ["warnings"] = Strings(report.Warnings),
    }.ToJsonString(s_options);

    private static JsonObject Run(EvaluationRun run) => new()
    {
        ["source"] = run.Source,
        ["harness"] = run.Harness,
        ["model"] = run.Model,
        ["model_digest"] = run.ModelDigest,
    };

    private static JsonObject Entry(MetricComparison comparison) => new()
    {
        ["a"] = comparison.A.Source,
        ["b"] = comparison.B.Source,
        ["task"] = comparison.Task,
        ["metric"] = comparison.ScoresA.Metric,
        ["filter"] = comparison.ScoresA.Filter,
        ["higher_is_better"] = comparison.ScoresA.HigherIsBetter,
        ["n"] = comparison.N,
        ["values"] = new JsonObject { ["a"] = comparison.MeanA, ["b"] = comparison.MeanB },
        ["difference"] = comparison.Difference,
        ["interval"] = Pair(comparison.Interval),
        ["standard_deviation"] = Finite(comparison.StandardDeviation),
        ["standard_error"] = Finite(comparison.StandardError),
        ["resampled_by"] = comparison.ResampledBy,
        ["groups"] = comparison.Groups,
        ["test"] = comparison.Test,
        ["p"] = comparison.P,
        ["p_adjusted"] = comparison.PHolm,
        ["p_benjamini_hochberg"] = comparison.PBenjaminiHochberg,
        ["mcnemar"] = McNemar(comparison.McNemar),
        ["paired_t"] = PairedT(comparison.PairedT),
        ["sign_flip"] = SignFlip(comparison.SignFlip),
        ["minimum_detectable_difference"] = comparison.DetectableDifference,
        ["shown"] = comparison.IsShown,
        ["verdict"] = Verdict.Of(comparison),
        ["logged"] = new JsonObject { ["a"] = Finite(comparison.ScoresA.Aggregate), ["b"] = Finite(comparison.ScoresB.Aggregate) },
        ["documents"] = new JsonObject
        {
            ["only_in_a"] = comparison.Join.OnlyInA.Count,
            ["only_in_b"] = comparison.Join.OnlyInB.Count,
            ["left_out"] = comparison.Join.LeftOut.Count,
            ["other_prompt"] = comparison.Join.OtherPrompts,
        },
        ["forced"] = Strings(comparison.Forced),
        ["warnings"] = Strings(comparison.Warnings),
    };

    private static JsonObject? McNemar(McNemarTest? test) => test is null ? null : new()
    {
        ["both_right"] = test.BothRight,
        ["only_a_right"] = test.OnlyARight,
        ["only_b_right"] = test.OnlyBRight,
        ["neither_right"] = test.NeitherRight,
        ["p_exact"] = test.ExactP,
        ["p_mid"] = test.MidP,
    };

    private static JsonObject? PairedT(PairedTTest? test) => test is null ? null : new()
    {
        ["t"] = test.T,
        ["df"] = test.DegreesOfFreedom,
        ["p"] = test.P,
        ["interval"] = Pair(test.Interval),
    };

    private static JsonObject SignFlip(SignFlipTest test) => new()
    {
        ["p"] = test.P,
        ["method"] = test.Method == SignFlipMethod.Exact ? "exact" : "monte_carlo",
        ["draws"] = test.Method == SignFlipMethod.Exact ? null : test.Draws,
    };

    private static JsonArray Pair(Interval interval) => [interval.Low, interval.High];

    // JSON has no NaN: a value that does not exist is null.
    private static double? Finite(double value) => double.IsFinite(value) ? value : null;

    private static JsonArray Strings(IEnumerable<string> values) => Array(values, value => JsonValue.Create(value));

    private static JsonArray Array<T>(IEnumerable<T> items, Func<T, JsonNode?> convert) => [.. items.Select(convert)];
}
