using System.Text.Json;
using System.Text.Json.Nodes;
using Candor.Evaluation.Comparison;
using Candor.Evaluation.Comparison.Readers;
using Candor.Statistics;
using Candor.TestSupport;

namespace Candor.Tests.Evaluation.Comparison;

public sealed class RunComparerTests : IDisposable
{
    private static readonly string[] s_ten = [.. Enumerable.Range(0, 10).Select(i => $"document {i}")];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void OrderAndNumbersDoNotMatter()
    {
        double?[] a = [1, 1, 0, 0, 1, 0, 1, 1, 0, 1], b = [1, 0, 0, 1, 1, 1, 1, 1, 1, 0];
        var run = Written("a", new MiniatureRun { Documents = s_ten }.Add("t", "acc", a));
        var same = Only(run, Written("b", new MiniatureRun { Documents = s_ten }.Add("t", "acc", b)));
        var reversed = Only(run, Written("c", new MiniatureRun { Documents = [.. s_ten.Reverse()] }.Add("t", "acc", [.. b.Reverse()])));
        Assert.Equal((10, 2, 3), (same.N, same.McNemar!.OnlyARight, same.McNemar.OnlyBRight));
        Assert.Equal(same.McNemar, reversed.McNemar);
        Assert.Equal(same.Interval, reversed.Interval);
        Assert.Equal(0.1, same.Difference, 1e-15);
    }

    [Fact]
    public void DocumentsInPartArePairedAndTheRestIsNamed()
    {
        var a = Written("a", new MiniatureRun { Documents = s_ten }.Add("t", "acc", [1, 1, 1, 1, 1, 0, 0, 0, 0, 0]));
        var b = Written("b", new MiniatureRun { Documents = [s_ten[7], "another", s_ten[2]] }.Add("t", "acc", [1, 1, 0]));
        var actual = Only(a, b);
        Assert.Equal(2, actual.N);
        Assert.Equal([0, 1, 3, 4, 5, 6, 8, 9], actual.Join.OnlyInA);
        Assert.Equal([1], actual.Join.OnlyInB);
        Assert.Equal((0.5, 0.5), (actual.MeanA, actual.MeanB));
        Assert.Contains("2 documents in both runs, 8 only in the first, 1 only in the second", actual.Warnings);
    }

    [Fact]
    public void ARepeatedDocumentIsPairedWithItsOwnOccurrence()
    {
        var a = Written("a", new MiniatureRun { Documents = ["x", "x", "y"] }.Add("t", "acc", [1, 0, 1]));
        var b = Written("b", new MiniatureRun { Documents = ["y", "x", "x"] }.Add("t", "acc", [1, 1, 0]));
        var actual = Only(a, b);
        Assert.Equal((3, 0), (actual.N, actual.McNemar!.Discordant));
    }

    [Fact]
    public void UnusableValuesAreLeftOutAndCounted()
    {
        var a = Written("a", new MiniatureRun().Add("t", "acc", [0.5, double.NaN, 0.25, 1]));
        var b = Written("b", new MiniatureRun().Add("t", "acc", [0.25, 0.5, double.NaN, 0]));
        var actual = Only(a, b);
        Assert.Equal([1, 2], actual.Join.LeftOut);
        Assert.Equal(2, actual.N);
        Assert.Contains("2 documents left out: no usable value in one of the runs", actual.Warnings);
    }

    [Fact]
    public void NothingInCommonIsRefused()
    {
        var a = Written("a", new MiniatureRun().Add("t", "acc", [1, 0]));
        Refused("no document in common among 2 and 2", a, Written("b", new MiniatureRun { Documents = ["p", "q"] }.Add("t", "acc", [1, 0])));
        Refused("no task in common: t and u", a, Written("c", new MiniatureRun().Add("u", "acc", [1, 0])));
        Refused("no document has a usable value in both runs", a, Written("d", new MiniatureRun().Add("t", "acc", [double.NaN, double.NaN])));
        Refused("expected two or more runs", a);
    }

    [Fact]
    public void OtherPromptsAndShotsAreWarnedOf()
    {
        var a = Written("a", new MiniatureRun().Add("t", "acc", [1, 0]));
        var b = Written("b", new MiniatureRun { Shots = 5, Prompt = "five examples" }.Add("t", "acc", [1, 0]));
        var warnings = Only(a, b).Warnings;
        Assert.Contains("examples in the prompt: 0 and 5", warnings);
        Assert.Contains("2 of 2 documents were asked with another prompt", warnings);
        Assert.Contains("only 2 documents", warnings);
    }

    [Theory]
    [InlineData("protocol", "paper2023", "lm-eval-0.4", "different protocol paper2023 and lm-eval-0.4")]
    [InlineData("template", "v0", "v1", "different template v0 00 and v1 00")]
    [InlineData("data", "11", "22", "different data 11 and 22")]
    public void RunsAskedInDifferentWaysAreRefusedUnlessForced(string setting, string first, string second, string message)
    {
        var a = Written("a", new MiniatureRun { RunJson = RunJson(setting, first) }.Add("t", "acc", [1, 0]));
        var b = Written("b", new MiniatureRun { RunJson = RunJson(setting, second) }.Add("t", "acc", [1, 1]));
        Refused(message, a, b);

        var report = RunComparer.Compare([a, b], new ComparisonOptions { Force = true });
        Assert.True(report.IsForced);
        Assert.Equal(message["different ".Length..], Assert.Single(report.Comparisons[0].Forced));
        Assert.Contains("**(forced)**", ComparisonMarkdown.Page(report), StringComparison.Ordinal);
        Assert.True(JsonDocument.Parse(ComparisonJson.Text(report)).RootElement.GetProperty("forced").GetBoolean());
    }

    [Fact]
    public void GroupsAreDrawnWhole()
    {
        var (a, b) = (Grouped("a", i => i / 4 % 3 == 0), Grouped("b", i => i / 4 % 2 == 0));
        var actual = Only(a, b);
        Assert.Equal(("group", 30), (actual.ResampledBy, actual.Groups));
        var values = actual.Join.Pairs.Select(pair => pair.B.Value - pair.A.Value).ToArray();
        var clusters = values.Select((_, i) => i / 4).ToArray();
        Assert.Equal(Bootstrap.OfClusteredMean(values, clusters, 1234).Percentile(), actual.Interval);
        Assert.Equal(ClusteredError.OfMean(values, clusters), actual.StandardError);
        var single = Bootstrap.OfMean(values, 1234).Percentile();
        Assert.True(actual.Interval.High - actual.Interval.Low > 1.5 * (single.High - single.Low));
    }

    [Fact]
    public void AllRunsAreComparedWithTheFirstAndTheFamilyCoversAll()
    {
        double?[] zero = [.. Enumerable.Repeat<double?>(0, 40)], one = [.. Enumerable.Range(0, 40).Select(i => (double?)(i < 12 ? 1 : 0))];
        var runs = new[] { Written("a", zero, zero), Written("b", one, zero), Written("c", zero, one) };
        var report = RunComparer.Compare(runs, new ComparisonOptions());
        Assert.Equal(["b t", "b u", "c t", "c u"], report.Comparisons.Select(c => $"{c.B.Model} {c.Task}"));
        Assert.All(report.Comparisons, c => Assert.Same(runs[0], c.A));
        var p = Math.Pow(2, -11);
        Assert.Equal(4 * p, report.Comparisons[0].PHolm, 1e-12);
        Assert.Equal(4 * p, report.Comparisons[3].PHolm, 1e-12);
        Assert.Equal(2 * p, report.Comparisons[0].PBenjaminiHochberg, 1e-12);
        Assert.True(report.Comparisons[0].IsShown);
        Assert.False(report.Comparisons[1].IsShown);
    }

    [Fact]
    public void TheSameInputsGiveTheSameBytes()
    {
        var a = Written("a", new MiniatureRun().Add("t", "acc", [0.1, 0.7, 0.3, 0.9]));
        var b = Written("b", new MiniatureRun().Add("t", "acc", [0.2, 0.5, 0.6, 0.8]));
        Assert.Equal(Text(new ComparisonOptions()), Text(new ComparisonOptions()));
        Assert.NotEqual(Text(new ComparisonOptions { Seed = 5 }), Text(new ComparisonOptions { Seed = 6 }));

        string Text(ComparisonOptions options) => ComparisonJson.Text(RunComparer.Compare([a, b], options with { Replicates = 50 }));
    }

    [Fact]
    public void MarkdownKeepsNamesFromBecomingMarkup()
    {
        var a = Written("a", new MiniatureRun().Add("t", "acc", [1, 0])) with { Model = "a|b<script>" };
        var page = ComparisonMarkdown.Page(RunComparer.Compare([a, Written("b", new MiniatureRun().Add("t", "acc", [1, 1]))], new ComparisonOptions()));
        Assert.Contains(@"a\|b\<script\>", page, StringComparison.Ordinal);
        Assert.Contains("| t | acc | 2 | 50.0 | 100.0 | +50.0 |", page, StringComparison.Ordinal);
    }

    private EvaluationRun Grouped(string name, Func<int, bool> isRight)
    {
        var builder = new MiniatureRun { Model = name }.Add("t", "acc", [.. Enumerable.Range(0, 120).Select(i => (double?)(isRight(i) ? 1 : 0))]);
        for (var i = 0; i < 120; i++)
            builder.WithColumns("t", i, new JsonObject { ["group"] = i / 4 });
        return Written(name, builder);
    }

    private EvaluationRun Written(string name, double?[] t, double?[] u) =>
        Written(name, new MiniatureRun { Model = name }.Add("t", "acc", t).Add("u", "acc", u));

    private EvaluationRun Written(string name, MiniatureRun builder) => RunReaders.Read(builder.Write(_folder.File(name)));

    private static MetricComparison Only(params EvaluationRun[] runs) =>
        Assert.Single(RunComparer.Compare(runs, new ComparisonOptions()).Comparisons);

    private static void Refused(string message, params EvaluationRun[] runs)
    {
        var refusal = Assert.Throws<InputException>(() => RunComparer.Compare(runs, new ComparisonOptions()));
        Assert.Contains(message, refusal.Message, StringComparison.Ordinal);
    }

    private static JsonObject RunJson(string setting, string value) => new()
    {
        ["protocol"] = setting == "protocol" ? value : "paper2023",
        ["candor_version"] = "0.1.0",
        ["template"] = new JsonObject { ["name"] = setting == "template" ? value : "v0", ["sha256"] = "00" },
        ["tasks"] = new JsonObject { ["t"] = new JsonObject { ["data_sha256"] = setting == "data" ? value : "11" } },
    };
}
