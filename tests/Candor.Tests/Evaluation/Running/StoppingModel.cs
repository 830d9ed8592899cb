using Candor.Evaluation.Models;

namespace Candor.Tests.Evaluation.Running;

/// <summary>Cancels after so many answers.</summary>
public sealed class StoppingModel(ILanguageModel inner, int answers) : ILanguageModel
{
    /// <summary>Answers given.</summary>
    public int Answered { get; private set; }

    public ModelDescription Description => inner.Description;

    public IReadOnlyList<PreparedRequest> Prepare(IReadOnlyList<LogLikelihoodRequest> requests) => inner.Prepare(requests);

    public ScoringTotals Score(IReadOnlyList<PreparedRequest> requests, Action<int, LogLikelihood> answered, CancellationToken cancellation)
    {
        return inner.Score(requests, (i, answer) =>
        {
            if (Answered == answers)
                throw new OperationCanceledException("stopped by the test");
            Answered++;
            answered(i, answer);
        }, cancellation);
    }

    public void Dispose() => inner.Dispose();
}
