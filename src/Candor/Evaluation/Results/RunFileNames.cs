using System.Globalization;

namespace Candor.Evaluation.Results;

/// <summary>The names of a run's files: lm-eval's, with the local time at which it ended.</summary>
/// <param name="Time">In lm-eval's form, ISO 8601 with <c>-</c> for <c>:</c>.</param>
internal sealed record RunFileNames(string Time)
{
    public const string ResultsPrefix = "results_";

    public const string SamplesPrefix = "samples_";

    public static RunFileNames At(DateTimeOffset time) =>
        new(time.ToString("yyyy-MM-dd'T'HH-mm-ss.ffffff", CultureInfo.InvariantCulture));

    public string Results => $"{ResultsPrefix}{Time}.json";

    public string Samples(string task) => $"{SamplesPrefix}{task}_{Time}.jsonl";
}
