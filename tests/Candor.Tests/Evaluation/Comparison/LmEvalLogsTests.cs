using System.Collections.Concurrent;
using System.Text.Json;
using Candor.Evaluation.Comparison;
using Candor.Evaluation.Comparison.Readers;
using Candor.TestSupport;

namespace Candor.Tests.Evaluation.Comparison;

/// <summary>Real logs of lm-evaluation-harness against what a paired comparison of them must give, to 1e-9 relative.</summary>
public sealed class LmEvalLogsTests
{
    private static readonly string[] s_versions = ["lm_eval_0.4.13", "lm_eval_0.4.3"];

    private static readonly ConcurrentDictionary<(string Version, string Name), ComparisonReport> s_reports = new();

    /// <summary>One row per comparison, task, metric and filter; a single row that is skipped without the logs.</summary>
    public static TheoryData<string, string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string, string>();
            if (Goldens.SharedRoot is null)
                cases.Add("lm_eval_0.4.13", "models", "");
            else
            {
                foreach (var version in s_versions)
                {
                    foreach (var comparison in Comparisons(version))
                    {
                        foreach (var task in comparison.GetProperty("tasks").EnumerateArray())
                            cases.Add(version, Text(comparison, "name"), Key(task));
                    }
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Statistics(string version, string name, string key)
    {
        var (expected, actual) = Compare(version, name, key);
        var statistics = expected.GetProperty("statistics");
        Assert.Equal(statistics.GetProperty("n").GetInt32(), actual.N);
        Close(statistics, "mean_a", actual.MeanA);
        Close(statistics, "mean_b", actual.MeanB);
        Close(statistics, "mean_difference", actual.Difference);
        Close(statistics, "sd_difference", actual.StandardDeviation);
        Close(statistics, "se_difference", actual.StandardError);
        Close(statistics, "sign_flip_p", actual.SignFlip.P);

        Assert.Equal(statistics.TryGetProperty("t", out _), actual.PairedT is not null);
        if (actual.PairedT is { } t)
        {
            Close(statistics, "t", t.T);
            Close(statistics, "t_p", t.P);
            Assert.Equal(statistics.GetProperty("t_df").GetInt32(), t.DegreesOfFreedom);
            Close(statistics.GetProperty("t_interval_95")[0].GetDouble(), t.Interval.Low);
            Close(statistics.GetProperty("t_interval_95")[1].GetDouble(), t.Interval.High);
        }

        Assert.Equal(statistics.TryGetProperty("mcnemar", out var mcnemar), actual.McNemar is not null);
        if (actual.McNemar is { } table)
        {
            Assert.Equal(mcnemar.GetProperty("only_a_right").GetInt32(), table.OnlyARight);
            Assert.Equal(mcnemar.GetProperty("only_b_right").GetInt32(), table.OnlyBRight);
            Close(mcnemar, "p_exact", table.ExactP);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Documents(string version, string name, string key)
    {
        var (expected, actual) = Compare(version, name, key);
        var rows = expected.GetProperty("documents").EnumerateArray().ToDictionary(row => row[1].GetString()!);
        Assert.Equal(rows.Count, actual.N);
        foreach (var (a, b) in actual.Join.Pairs)
        {
            Assert.Equal(rows[a.Key][2].GetDouble(), a.Value);
            Assert.Equal(rows[b.Key][3].GetDouble(), b.Value);
        }

        Assert.Equal(Numbers(expected, "documents_only_in_a"), actual.Join.OnlyInA);
        Assert.Equal(Numbers(expected, "documents_only_in_b"), actual.Join.OnlyInB);
        Assert.Equal(Numbers(expected, "left_out"), actual.Join.LeftOut);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Aggregates(string version, string name, string key)
    {
        var (expected, actual) = Compare(version, name, key);
        var score = $"{actual.ScoresA.Metric},{actual.ScoresA.Filter}";
        Assert.Equal(expected.GetProperty("aggregate").GetProperty("a").GetProperty(score).GetDouble(), actual.ScoresA.Aggregate);
        Assert.Equal(expected.GetProperty("aggregate").GetProperty("b").GetProperty(score).GetDouble(), actual.ScoresB.Aggregate);
        Assert.Equal(expected.GetProperty("higher_is_better").GetBoolean(), actual.ScoresA.HigherIsBetter);
    }

    [Fact]
    public void DocumentNumbersAreNotTheKey()
    {
        var byNumber = Comparison("lm_eval_0.4.13", "reordered").Comparison.GetProperty("if_joined_by_doc_id").GetProperty("mcnemar");
        var actual = Compare("lm_eval_0.4.13", "reordered", "ethics_cm acc,none").Actual;
        Assert.NotEqual(byNumber.GetProperty("only_a_right").GetInt32(), actual.McNemar!.OnlyARight);
    }

    [Fact]
    public void AnotherNumberOfShotsIsWarnedOf()
    {
        var actual = Compare("lm_eval_0.4.13", "zeroshot", "gsm8k exact_match,strict-match").Actual;
        Assert.Contains("examples in the prompt: 1 and 0", actual.Warnings);
        Assert.Contains("12 of 12 documents were asked with another prompt", actual.Warnings);
    }

    [Fact]
    public void OtherDocumentsUnderTheSameNumbersAreRefused()
    {
        var a = RunReaders.Read(Goldens.Shared("goldens", "foreign_logs", "lm_eval_0.4.13", "a", "scripted-a"));
        var b = RunReaders.Read(Goldens.Shared("goldens", "foreign_logs", "lm_eval_0.4.13", "b_otherdocs", "scripted-b"));
        var refusal = Assert.Throws<InputException>(() => RunComparer.Compare([a, b], new ComparisonOptions()));
        Assert.Contains("no document in common", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.json")]
    [InlineData("b.json")]
    public void AggregatesOnlyAreRefused(string file)
    {
        var path = Goldens.Shared("goldens", "foreign_logs", "lm_eval_0.3.0", file);
        Assert.Contains("aggregates only", Assert.Throws<InputException>(() => RunReaders.Read(path)).Message, StringComparison.Ordinal);
    }

    private static (JsonElement Expected, MetricComparison Actual) Compare(string version, string name, string key)
    {
        var (folder, comparison) = Comparison(version, name);
        var task = comparison.GetProperty("tasks").EnumerateArray().First(candidate => key.Length == 0 || Key(candidate) == key);
        var report = s_reports.GetOrAdd((version, name), _ => RunComparer.Compare(
            [RunReaders.Read(Path.Combine(folder, Text(comparison, "a"))), RunReaders.Read(Path.Combine(folder, Text(comparison, "b")))],
            new ComparisonOptions { Replicates = 100 }));
        Assert.Equal(comparison.GetProperty("tasks").GetArrayLength(), report.Comparisons.Count);
        return (task, report.Comparisons.Single(actual => $"{actual.Task} {actual.ScoresA.Metric},{actual.ScoresA.Filter}" == Key(task)));
    }

    private static (string Folder, JsonElement Comparison) Comparison(string version, string name)
    {
        var expected = Goldens.Shared("goldens", "foreign_logs", version, "expected.json");
        return (Path.GetDirectoryName(expected)!, Comparisons(version).Single(comparison => Text(comparison, "name") == name));
    }

    private static JsonElement.ArrayEnumerator Comparisons(string version) =>
        Goldens.Json(Goldens.Shared("goldens", "foreign_logs", version, "expected.json")).GetProperty("comparisons").EnumerateArray();

    private static string Key(JsonElement task) => $"{Text(task, "task")} {Text(task, "metric")},{Text(task, "filter")}";

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static long[] Numbers(JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray().Select(value => value.GetInt64())];

    private static void Close(JsonElement statistics, string name, double actual) => Close(statistics.GetProperty(name).GetDouble(), actual);

    private static void Close(double expected, double actual) => Assert.Equal(expected, actual, 1e-9 * Math.Abs(expected));
}
