using Candor.Evaluation.Models;
using Candor.TestSupport;
using Candor.Torch.Models;
using Candor.Torch.Scoring;
using Candor.Torch.Tests.Support;
using Candor.Torch.Weights;
using CsCheck;
using TorchSharp;

namespace Candor.Torch.Tests.Scoring;

/// <summary>The engine against one plain pass a request, and what must not change a score.</summary>
public sealed class ScoringEngineTests
{
    /// <summary>Requests over a small alphabet, so that prefixes are shared at every depth, with duplicates.</summary>
    private static readonly Gen<List<PreparedRequest>> Trees =
        Gen.Select(Gen.Int[3, 7].Array[2, 24], Gen.Int[1, 8])
            .Select(pair => Request(pair.Item1, Math.Min(pair.Item2, pair.Item1.Length - 1)))
            .List[1, 40];

    [Theory]
    [InlineData("tiny-llama")]
    [InlineData("gqa-2")]
    public void EqualsOnePlainPassARequest(string name)
    {
        using var model = TestLlama.Load(Goldens.Committed("small", "models", name));
        Trees.Sample(
            requests =>
            {
                var answers = Score(model, requests, new ScoringOptions { TokensPerForward = 64 }, out _);
                for (int i = 0; i < requests.Count; i++)
                {
                    var expected = Plain(model, requests[i]);
                    Assert.Equal(expected.Value, answers[i].Value, 1e-4);
                    Assert.Equal(expected.IsGreedy, answers[i].IsGreedy);
                }
            },
            iter: 30, threads: 1);
    }

    [Theory]
    [InlineData(ComputeDtype.Float32)]
    [InlineData(ComputeDtype.BFloat16)]
    public void ScoresAreTheSameBitsWhateverTheBatchAndTheOrder(ComputeDtype dtype)
    {
        using var model = TestLlama.Load(Goldens.Committed("small", "models", "tiny-llama"), dtype);
        Trees.Sample(
            requests =>
            {
                var expected = Score(model, requests, new ScoringOptions(), out _);
                foreach (int tokens in (int[])[1, 4, 32, 300])
                {
                    var options = new ScoringOptions { TokensPerForward = tokens, LogitRows = tokens };
                    Assert.Equal(expected, Score(model, requests, options, out _));
                }

                requests.Reverse();
                Array.Reverse(expected);
                Assert.Equal(expected, Score(model, requests, new ScoringOptions(), out _));
                for (int i = 0; i < Math.Min(4, requests.Count); i++)
                    Assert.Equal(expected[i], Score(model, [requests[i]], new ScoringOptions(), out _)[0]);
            },
            iter: 6, threads: 1);
    }

    [Fact]
    public void EveryDistinctPrefixGoesThroughTheModelOnceAndEveryNeededPositionGetsOneRowOfLogits()
    {
        using var model = TestLlama.Load(Goldens.Committed("small", "models", "tiny-llama"));
        Trees.Sample(
            requests =>
            {
                Score(model, requests, new ScoringOptions { TokensPerForward = 16 }, out var totals);
                Assert.Equal(requests.Sum(request => request.Ids.Length - 1L), totals.TokensAskedFor);
                Assert.Equal(Prefixes(requests, _ => 1).Count, totals.TokensComputed);
                Assert.Equal(Prefixes(requests, request => request.Ids.Length - request.ContinuationLength).Count, totals.LogitRows);
            },
            iter: 20, threads: 1);
    }

    [Fact]
    public void TheLongestInputAndTheShortestAreScored()
    {
        using var model = TestLlama.Load(Goldens.Committed("small", "models", "tiny-llama"));
        int longest = model.Config.MaxPositionEmbeddings;
        int[] ids = [.. Enumerable.Range(0, longest + 1).Select(i => 3 + (i * 7 % 500))];
        List<PreparedRequest> requests = [Request(ids, longest), Request(ids, 1), Request(ids[..2], 1)];
        var answers = Score(model, requests, new ScoringOptions(), out _);
        for (int i = 0; i < requests.Count; i++)
        {
            double expected = Plain(model, requests[i]).Value;
            Assert.Equal(expected, answers[i].Value, Math.Max(1e-4, Math.Abs(expected) * 1e-6));
        }

        Assert.Throws<ArgumentException>(() => Score(model, [Request([.. ids, 5], 1)], new ScoringOptions(), out _));
    }

    [Fact]
    public void IdsOutsideTheVocabularyAreRefused()
    {
        using var model = TestLlama.Load(Goldens.Committed("small", "models", "tiny-llama"));
        Assert.Throws<InputException>(() => Score(model, [Request([1, model.Config.VocabSize, 4], 1)], new ScoringOptions(), out _));
    }

    [Fact]
    public void NothingAskedNothingComputed()
    {
        using var model = TestLlama.Load(Goldens.Committed("small", "models", "tiny-llama"));
        var engine = new ScoringEngine(model, new ScoringOptions());
        Assert.Equal(default, engine.Score([], (_, _) => Assert.Fail("no request"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void CancellingKeepsWhatWasAnswered()
    {
        using var model = TestLlama.Load(Goldens.Committed("small", "models", "tiny-llama"));
        using var source = new CancellationTokenSource();
        List<PreparedRequest> requests = [.. Enumerable.Range(0, 50).Select(i => Request([1, 3 + i, 4, 5, 6, 7, 8, 9], 3))];
        var engine = new ScoringEngine(model, new ScoringOptions { TokensPerForward = 20, LogitRows = 8 });
        int answered = 0;
        Assert.Throws<OperationCanceledException>(() => engine.Score(requests, (_, _) => Cancel(), source.Token));
        Assert.InRange(answered, 1, 20);

        void Cancel()
        {
            answered++;
            source.Cancel();
        }
    }

    [Fact]
    public void LiveTensorsDoNotGrowOver200Evaluations()
    {
        using var model = TestLlama.Load(Goldens.Committed("small", "models", "tiny-llama"));
        List<PreparedRequest> requests = [.. Enumerable.Range(0, 30).Select(i => Request([1, 3 + i, 4, 5, 6, 7], 2))];
        Score(model, requests, new ScoringOptions { TokensPerForward = 40 }, out _);
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (int i = 0; i < 200; i++)
            Score(model, requests, new ScoringOptions { TokensPerForward = 40 }, out _);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private static LogLikelihood[] Score(Llama model, List<PreparedRequest> requests, ScoringOptions options, out ScoringTotals totals)
    {
        var answers = new LogLikelihood?[requests.Count];
        totals = new ScoringEngine(model, options).Score(
            requests,
            (i, answer) =>
            {
                Assert.Null(answers[i]);
                answers[i] = answer;
            },
            TestContext.Current.CancellationToken);
        return [.. answers.Select(answer => answer!.Value)];
    }

    private static LogLikelihood Plain(Llama model, PreparedRequest request)
    {
        float[][] logits = TestLlama.PlainLogits(model, request.Ids[..^1]);
        double sum = 0;
        bool greedy = true;
        for (int i = request.Ids.Length - request.ContinuationLength; i < request.Ids.Length; i++)
        {
            float[] row = logits[i - 1];
            double largest = row.Max();
            sum += row[request.Ids[i]] - largest - Math.Log(row.Sum(logit => Math.Exp(logit - largest)));
            greedy &= Array.IndexOf(row, row.Max()) == request.Ids[i];
        }

        return new LogLikelihood(sum, greedy);
    }

    private static HashSet<string> Prefixes(List<PreparedRequest> requests, Func<PreparedRequest, int> shortest) =>
        [.. requests.SelectMany(request =>
            Enumerable.Range(shortest(request), request.Ids.Length - shortest(request))
                .Select(length => string.Join(',', request.Ids[..length])))];

    private static PreparedRequest Request(int[] ids, int continuationLength) =>
        new(new LogLikelihoodRequest("", ""), ids, continuationLength, "", IsTruncated: false);
}
