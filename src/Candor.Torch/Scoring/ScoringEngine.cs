using System.Runtime.InteropServices;
using Candor.Evaluation.Models;
using Candor.Torch.Models;
using static TorchSharp.torch;

namespace Candor.Torch.Scoring;

/// <summary>
/// Log-likelihoods of many continuations. The tree of all prefixes is walked depth first as a stream of tokens, cut into forward passes of
/// a fixed number of tokens with no regard to where one request ends: every distinct prefix goes through the model once. Between passes
/// only the keys and values of the current path are kept, so the cache never exceeds the longest request.
/// </summary>
public sealed class ScoringEngine
{
    private readonly Llama model;
    private readonly ScoringOptions options;
    private readonly IInputEmbeddings embeddings;

    /// <summary>Scores with <paramref name="model"/>, which the caller keeps.</summary>
    /// <param name="model">The decoder.</param>
    /// <param name="options">Batching.</param>
    /// <param name="embeddings">What ids stand for; null for the decoder's tokens. Only those can be asked for.</param>
    public ScoringEngine(Llama model, ScoringOptions options, IInputEmbeddings? embeddings = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.TokensPerForward);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.LogitRows);
        this.model = model;
        this.options = options;
        this.embeddings = embeddings ?? new TokenEmbeddings(model);
    }

    /// <summary>As <see cref="ILanguageModel.Score"/>.</summary>
    public ScoringTotals Score(IReadOnlyList<PreparedRequest> requests, Action<int, LogLikelihood> answered, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(requests);
        ArgumentNullException.ThrowIfNull(answered);
        Check(requests);
        if (requests.Count == 0)
            return default;
        var plan = ScoringPlan.Create(requests);
        var answers = new PendingAnswers(plan, requests, answered);
        using var pending = new PendingRows(model, options, answers.Take);
        Walk(plan, pending, cancellation);
        return new ScoringTotals(requests.Sum(request => request.Ids.Length - 1L), plan.Tokens.Count, pending.Count);
    }

    private void Walk(ScoringPlan plan, PendingRows pending, CancellationToken cancellation)
    {
        using var cache = model.NewCache(plan.LongestPath);
        // Passes of equal size: none is left with a few tokens.
        int passes = (plan.Tokens.Count + options.TokensPerForward - 1) / options.TokensPerForward;
        int firstRun = 0;
        for (int pass = 0; pass < passes; pass++)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            using var _ = inference_mode();
            int start = (int)((long)plan.Tokens.Count * pass / passes), end = (int)((long)plan.Tokens.Count * (pass + 1) / passes);
            var ids = new int[Math.Max(end - start, options.MinimumRows)];
            CollectionsMarshal.AsSpan(plan.Tokens)[start..end].CopyTo(ids);
            var hidden = model.Infer(embeddings.Embed(ids), plan.Slice(start, end - start, ref firstRun), cache);
            var places = Enumerable.Range(0, end - start).Where(place => plan.NeedsLogits(start + place)).ToList();
            pending.Add(hidden, places, start, end - start);
        }

        cancellation.ThrowIfCancellationRequested();
        pending.Flush();
    }

    private void Check(IReadOnlyList<PreparedRequest> requests)
    {
        foreach (var request in requests)
        {
            if (request.ContinuationLength < 1 || request.Ids.Length <= request.ContinuationLength)
                throw new ArgumentException("a request needs at least one context and one continuation token", nameof(requests));
            if (request.Ids.Length - 1 > model.Config.MaxPositionEmbeddings)
                throw new ArgumentException($"a request of {request.Ids.Length - 1} tokens is too long for the model", nameof(requests));
            foreach (int id in request.Ids.AsSpan(0, request.Ids.Length - request.ContinuationLength))
            {
                if ((uint)id >= (uint)embeddings.Count)
                    throw new InputException($"token id {id} is outside the model's vocabulary of {embeddings.Count}");
            }

            foreach (int id in request.Ids.AsSpan(request.Ids.Length - request.ContinuationLength))
            {
                if ((uint)id >= (uint)model.Config.VocabSize)
                    throw new InputException($"token id {id} is outside the model's vocabulary of {model.Config.VocabSize}");
            }
        }
    }
}
