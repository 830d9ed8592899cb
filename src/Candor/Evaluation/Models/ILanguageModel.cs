namespace Candor.Evaluation.Models;

/// <summary>The only way evaluation meets a model.</summary>
public interface ILanguageModel : IDisposable
{
    /// <summary>Who answers.</summary>
    ModelDescription Description { get; }

    /// <summary>Turns texts into what the model reads, in the order given.</summary>
    IReadOnlyList<PreparedRequest> Prepare(IReadOnlyList<LogLikelihoodRequest> requests);

    /// <summary>Scores requests. The answers do not depend on their order, on how many are asked at once, or on batching.</summary>
    /// <param name="requests">From <see cref="Prepare"/> of this model.</param>
    /// <param name="answered">
    /// Called once a request, as it ends, in any order, with its position in <paramref name="requests"/>, on the calling thread.
    /// </param>
    /// <param name="cancellation">Checked between forward passes.</param>
    /// <exception cref="OperationCanceledException">Cancelled; what was answered before stays answered.</exception>
    ScoringTotals Score(IReadOnlyList<PreparedRequest> requests, Action<int, LogLikelihood> answered, CancellationToken cancellation);
}
