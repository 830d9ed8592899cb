using System.Security.Cryptography;
using System.Text.Json;
using Candor.Evaluation.Models;
using Candor.Evaluation.Planning;
using Candor.Evaluation.Protocols;
using Candor.Evaluation.Tasks;
using CsCheck;

namespace Candor.Tests.Evaluation.Planning;

public sealed class PlanTests
{
    [Fact]
    public void TokenCountsAreThoseOfAPrefixTree() => Gen.Int[0, 2].Array[0, 6].Array[0, 12].Sample(texts =>
    {
        var counts = TokenCounts.Of([.. texts.Select(ids => new PreparedRequest(new LogLikelihoodRequest("", ""), ids, 1, "", ids.Length == 6))]);
        var inputs = texts.Select(ids => ids.SkipLast(1).ToArray()).ToArray();
        var prefixes = inputs.SelectMany(ids => Enumerable.Range(1, ids.Length).Select(n => string.Join(' ', ids.Take(n)))).Distinct().Count();
        return counts == new TokenCounts(inputs.Sum(ids => ids.Length), prefixes, texts.Count(ids => ids.Length == 6));
    });

    [Theory]
    [InlineData("paper2023")]
    [InlineData("lm-eval-0.4")]
    public void ADumpHashesToTheRequestsDigest(string protocol)
    {
        var plan = GoldenSet.Build("small", protocol, GoldenSet.TaskNames(protocol));
        using var stream = new MemoryStream();

        RequestsJson.Dump(stream, plan);

        using var document = JsonDocument.Parse(stream.ToArray());
        Assert.Equal(plan.Tasks.Select(task => task.Name), document.RootElement.EnumerateObject().Select(task => task.Name));
        foreach (var task in plan.Tasks)
        {
            var list = document.RootElement.GetProperty(task.Name).GetProperty("loglikelihood");
            Assert.Equal(task.RequestCount, list.GetArrayLength());
            Assert.Equal(task.RequestsSha256, Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(list.GetRawText()))));
        }
    }

    [Fact]
    public void ALimitTakesTheFirstDocumentsInEvaluationOrder()
    {
        var all = GoldenSet.Plan("small", "paper2023", "ethics_cm").Documents.Select(document => document.Row);

        var plan = GoldenSet.Build("small", "paper2023", ["ethics_cm"], limit: 3);

        Assert.Equal(all.Take(3), plan.Tasks[0].Documents.Select(document => document.Row));
        Assert.Equal(14, plan.Tasks[0].OriginalCount);
    }

    [Fact]
    public void ATasksOwnLimitGoesBeforeTheOthers()
    {
        var rules = ProtocolRegistry.Paper2023;
        var limits = new DocumentLimits(2) { ByTask = new Dictionary<string, int> { ["ethics_cm"] = 5 } };
        var plan = EvaluationPlan.Build(TaskRegistry.Resolve(["ethics_cm", "ethics_justice"], rules), rules, GoldenSet.Data("small"), limits);
        Assert.Equal([5, 2], plan.Tasks.Select(task => task.Documents.Count));
        limits = limits with { ByTask = new Dictionary<string, int> { ["ethics_cm"] = 0 } };
        Assert.Throws<InputException>(() => EvaluationPlan.Build(TaskRegistry.Resolve(["ethics_cm"], rules), rules, GoldenSet.Data("small"), limits));
    }

    [Theory]
    [InlineData("truthfulqa_mc", "six fixed solved questions")]
    [InlineData("ethics_cm", "train files")]
    public void SolvedExamplesAreRefusedWithTheReason(string task, string reason)
    {
        var tasks = TaskRegistry.Resolve([task], ProtocolRegistry.Paper2023);

        var error = Assert.Throws<InputException>(() => EvaluationPlan.Build(tasks, ProtocolRegistry.Paper2023, GoldenSet.Data("small"), fewshotCount: 5));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ALimitOfNothingIsRefused() =>
        Assert.Throws<InputException>(() => GoldenSet.Build("small", "paper2023", ["ethics_cm"], limit: 0));
}
