using System.Security.Cryptography;
using System.Text;

namespace Candor.Evaluation.Models;

/// <summary>
/// A model without weights, for checking prompts, order and metrics on whole data sets: the log-likelihood of (context, continuation) is
/// −(b₀ + 1)/16 and greedy is "b₁ is even", where b = SHA-256 of UTF-8(seed + U+0000 + context + U+0000 + continuation). A request
/// about a picture adds U+0000 and the picture's digest.
/// </summary>
/// <param name="seed">Any text.</param>
public sealed class PseudoModel(string seed) : ILanguageModel
{
    /// <inheritdoc />
    public ModelDescription Description { get; } = new()
    {
        Name = "pseudo:" + seed,
        Digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("pseudo:" + seed))),
    };

    /// <inheritdoc />
    public IReadOnlyList<PreparedRequest> Prepare(IReadOnlyList<LogLikelihoodRequest> requests) =>
        [.. requests.Select(request => new PreparedRequest(request, [], 0, Convert.ToHexStringLower(Hash(request)), IsTruncated: false))];

    /// <inheritdoc />
    public ScoringTotals Score(IReadOnlyList<PreparedRequest> requests, Action<int, LogLikelihood> answered, CancellationToken cancellation)
    {
        for (var i = 0; i < requests.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var hash = Hash(requests[i].Request);
            answered(i, new LogLikelihood(-(hash[0] + 1) / 16.0, hash[1] % 2 == 0));
        }

        return default;
    }

    /// <inheritdoc />
    public void Dispose()
    {
    }

    private byte[] Hash(LogLikelihoodRequest request) =>
        SHA256.HashData(Encoding.UTF8.GetBytes(
            seed + "\0" + request.Context + "\0" + request.Continuation + (request.Image is { } image ? "\0" + image.Digest : "")));
}
