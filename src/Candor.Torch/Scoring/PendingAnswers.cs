using Candor.Evaluation.Models;
using Candor.Torch.Kernels;
using TorchSharp;

namespace Candor.Torch.Scoring;

/// <summary>Sums each request's log-probabilities as rows of logits come in, and reports a request when its last one is there.</summary>
internal sealed class PendingAnswers
{
    private readonly ScoringPlan plan;
    private readonly Action<int, LogLikelihood> answered;
    private readonly int[] missing;
    private readonly double[] sums;
    private readonly bool[] greedy;

    public PendingAnswers(ScoringPlan plan, IReadOnlyList<PreparedRequest> requests, Action<int, LogLikelihood> answered)
    {
        this.plan = plan;
        this.answered = answered;
        missing = [.. requests.Select(request => request.ContinuationLength)];
        sums = new double[requests.Count];
        greedy = [.. Enumerable.Repeat(true, requests.Count)];
    }

    /// <summary>Takes the rows of logits [R, V] that belong to these tokens of the stream.</summary>
    public void Take(torch.Tensor logits, IReadOnlyList<int> streamTokens)
    {
        var rows = new RowSummary[streamTokens.Count];
        LogSoftmaxKernel.Summarise(logits, rows);
        for (int row = 0; row < rows.Length; row++)
        {
            foreach (var target in plan.TargetsOf(streamTokens[row]))
                Take(target, LogSoftmaxKernel.Logit(logits, row, target.Id) - rows[row].LogSumExp, rows[row].Argmax == target.Id);
        }
    }

    private void Take(Target target, float logProbability, bool isGreedy)
    {
        sums[target.Request] += logProbability;
        greedy[target.Request] &= isGreedy;
        if (--missing[target.Request] == 0)
            answered(target.Request, new LogLikelihood(sums[target.Request], greedy[target.Request]));
    }
}
