using Candor.Evaluation.Models;

namespace Candor.TestSupport;

/// <summary>Prefers one continuation always; the others are equally likely.</summary>
public sealed class ConstantModel(string preferred, double low = -2) : ILanguageModel
{
    public ModelDescription Description { get; } = new() { Name = "constant", Digest = preferred };

    public IReadOnlyList<PreparedRequest> Prepare(IReadOnlyList<LogLikelihoodRequest> requests) =>
        [.. requests.Select(request => new PreparedRequest(request, [], 0, request.Context + request.Continuation, false))];

    public ScoringTotals Score(IReadOnlyList<PreparedRequest> requests, Action<int, LogLikelihood> answered, CancellationToken cancellation)
    {
        for (var i = 0; i < requests.Count; i++)
            answered(i, new LogLikelihood(requests[i].Request.Continuation == preferred ? -1 : low, false));
        return default;
    }

    public void Dispose()
    {
    }
}
