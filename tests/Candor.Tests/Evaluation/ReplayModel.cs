using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Candor.Evaluation.Models;

namespace Candor.Tests.Evaluation;

/// <summary>Answers as the reference model did, read from a golden file.</summary>
public sealed class ReplayModel : ILanguageModel
{
    private readonly Dictionary<(string ContextSha256, string Continuation), LogLikelihood> _answers = [];

    /// <summary>Reads the answers of one or more golden tasks.</summary>
    public ReplayModel(params IEnumerable<JsonElement> tasks)
    {
        foreach (var document in tasks.SelectMany(task => task.GetProperty("docs").EnumerateArray()))
        {
            foreach (var request in document.GetProperty("requests").EnumerateArray())
            {
                _answers[(document.GetProperty("context_sha256").GetString()!, request.GetProperty("continuation").GetString()!)] =
                    new LogLikelihood(request.GetProperty("ll").GetDouble(), request.GetProperty("greedy").GetBoolean());
            }
        }
    }

    public ModelDescription Description { get; } = new() { Name = "tiny-llama", Digest = "0123" };

    public IReadOnlyList<PreparedRequest> Prepare(IReadOnlyList<LogLikelihoodRequest> requests) =>
        [.. requests.Select(request => new PreparedRequest(request, [], 0, Hash(request.Context) + request.Continuation, false))];

    public ScoringTotals Score(IReadOnlyList<PreparedRequest> requests, Action<int, LogLikelihood> answered, CancellationToken cancellation)
    {
        for (var i = 0; i < requests.Count; i++)
            answered(i, _answers[(Hash(requests[i].Request.Context), requests[i].Request.Continuation)]);
        return default;
    }

    public void Dispose()
    {
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
