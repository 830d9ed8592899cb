using System.Text.Json;
using Candor.Evaluation.Models;

namespace Candor.Torch.Tests.Evaluation;

/// <summary>From the data files to log-likelihoods: what the harnesses themselves asked and got from the same checkpoint.</summary>
public sealed class HarnessParityTests
{
    [Theory]
    [MemberData(nameof(HarnessGoldens.Tasks), MemberType = typeof(HarnessGoldens))]
    [MemberData(nameof(HarnessGoldens.SmolLm2Tasks), MemberType = typeof(HarnessGoldens))]
    public void RequestsBecomeTheHarnesssTokens(string size, string protocol, string task)
    {
        var documents = HarnessGoldens.Read(size, protocol, task).GetProperty("docs").EnumerateArray().ToArray();
        var prepared = HarnessGoldens.Model(size, protocol).Prepare([.. HarnessGoldens.Plan(size, protocol, task).Requests()]);

        var next = 0;
        foreach (var document in documents)
        {
            foreach (var expected in document.GetProperty("requests").EnumerateArray())
            {
                var request = prepared[next++];
                Assert.Equal(expected.GetProperty("continuation").GetString(), request.Request.Continuation);
                Assert.Equal(Ids(expected.GetProperty("ids")), request.Ids[^request.ContinuationLength..]);
                Assert.Equal(Math.Min(document.GetProperty("context_tokens").GetInt32(), 2049 - request.ContinuationLength), request.Ids.Length - request.ContinuationLength);
                if (document.TryGetProperty("context_ids", out var context))
                    Assert.Equal(Ids(context), request.Ids[..^request.ContinuationLength]);
            }
        }

        Assert.Equal(prepared.Count, next);
    }

    [Theory]
    [MemberData(nameof(HarnessGoldens.Tasks), MemberType = typeof(HarnessGoldens))]
    public void LogLikelihoodsAreTheHarnesss(string size, string protocol, string task)
    {
        var expected = HarnessGoldens.Read(size, protocol, task).GetProperty("docs").EnumerateArray()
            .SelectMany(document => document.GetProperty("requests").EnumerateArray()).ToArray();

        var answers = Score(size, protocol, task, null);

        Assert.Equal(expected.Length, answers.Length);
        foreach (var (reference, answer) in expected.Zip(answers))
        {
            var value = reference.GetProperty("ll").GetDouble();
            Assert.Equal(value, answer.Value, Math.Max(1e-4, Math.Abs(value) * 1e-6));
            Assert.Equal(reference.GetProperty("greedy").GetBoolean(), answer.IsGreedy);
        }
    }

    [Theory]
    [InlineData("paper2023")]
    [InlineData("lm-eval-0.4")]
    public void TheHarnesssOwnCallsOutsideTheTasksGiveWhatItGave(string protocol)
    {
        const string size = "shared";
        var calls = HarnessGoldens.Read(size, protocol, "api").GetProperty("loglikelihood").EnumerateArray().ToArray();
        var model = HarnessGoldens.Model(size, protocol);
        var prepared = model.Prepare([.. calls.Select(call => new LogLikelihoodRequest(call.GetProperty("context").GetString()!, call.GetProperty("continuation").GetString()!))]);
        var answers = Answers(model, prepared);

        for (var i = 0; i < calls.Length; i++)
        {
            Assert.Equal(Ids(calls[i].GetProperty("ids")), prepared[i].Ids[^prepared[i].ContinuationLength..]);
            var value = calls[i].GetProperty("ll").GetDouble();
            Assert.Equal(value, answers[i].Value, Math.Max(1e-4, Math.Abs(value) * 1e-6));
            Assert.Equal(calls[i].GetProperty("greedy").GetBoolean(), answers[i].IsGreedy);
        }
    }

    [Theory]
    [InlineData("truthfulqa_mc1", "lm-eval-0.4", 64)]
    [InlineData("truthfulqa_mc1", "lm-eval-0.4", 256)]
    [InlineData("truthfulqa_mc1", "lm-eval-0.4", 2048)]
    [InlineData("ethics_cm", "paper2023", 64)]
    [InlineData("ethics_cm", "paper2023", 256)]
    [InlineData("ethics_cm", "paper2023", 2048)]
    public void ScoresDoNotMoveWithTheTokenBudget(string task, string protocol, int tokens)
    {
        var expected = Score("small", protocol, task, null);
        var actual = Score("small", protocol, task, tokens);
        foreach (var (a, b) in expected.Zip(actual))
        {
            Assert.Equal(a.Value, b.Value, 1e-5);
            Assert.Equal(a.IsGreedy, b.IsGreedy);
        }
    }

    private static LogLikelihood[] Score(string size, string protocol, string task, int? tokens)
    {
        var model = HarnessGoldens.Model(size, protocol, tokens);
        return Answers(model, model.Prepare([.. HarnessGoldens.Plan(size, protocol, task).Requests()]));
    }

    private static LogLikelihood[] Answers(ILanguageModel model, IReadOnlyList<PreparedRequest> prepared)
    {
        var answers = new LogLikelihood[prepared.Count];
        model.Score(prepared, (i, answer) => answers[i] = answer, TestContext.Current.CancellationToken);
        return answers;
    }

    private static int[] Ids(JsonElement ids) => [.. ids.EnumerateArray().Select(id => id.GetInt32())];
}
