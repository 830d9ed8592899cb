using Candor.Torch.Kernels;
using Candor.Torch.Models;
using Candor.Torch.Modules;
using static TorchSharp.torch;

namespace Candor.Torch.Generation;

/// <summary>Greedy decoding: the prompt in one pass, then one token a pass, each the first largest logit.</summary>
public sealed class GreedyDecoder
{
    // Rows of the prompt whose logits are held at once.
    private const int LogitRows = 256;
    private readonly Llama model;
    private readonly IInputEmbeddings embeddings;

    /// <summary>Decodes with <paramref name="model"/>, which the caller keeps.</summary>
    /// <param name="model">The decoder.</param>
    /// <param name="embeddings">What a prompt's ids stand for; null for the decoder's tokens.</param>
    public GreedyDecoder(Llama model, IInputEmbeddings? embeddings = null)
    {
        this.model = model;
        this.embeddings = embeddings ?? new TokenEmbeddings(model);
    }

    /// <summary>Continues a prompt.</summary>
    /// <param name="prompt">At least one id.</param>
    /// <param name="maxNewTokens">Most tokens to add.</param>
    /// <param name="stopIds">Ids that end decoding; the one that did is part of the result.</param>
    /// <param name="cancellation">Checked before every pass.</param>
    /// <exception cref="InputException">An id is outside the vocabulary, or the prompt is empty.</exception>
    public GreedyDecoding Decode(
        ReadOnlySpan<int> prompt, int maxNewTokens, IReadOnlyCollection<int> stopIds, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(stopIds);
        ArgumentOutOfRangeException.ThrowIfNegative(maxNewTokens);
        Check(prompt);
        using var cache = model.NewCache(prompt.Length + maxNewTokens);
        cancellation.ThrowIfCancellationRequested();
        (float?[] promptLogProbabilities, var next) = ReadPrompt(prompt, cache);
        var ids = new List<int>();
        var logProbabilities = new List<float>();
        bool stopped = false;
        while (ids.Count < maxNewTokens && !stopped)
        {
            ids.Add(next.Id);
            logProbabilities.Add(next.LogProbability);
            stopped = stopIds.Contains(next.Id);
            if (stopped || ids.Count == maxNewTokens)
                break;
            cancellation.ThrowIfCancellationRequested();
            next = Step(next.Id, prompt.Length + ids.Count - 1, cache);
        }

        return new GreedyDecoding(ids, logProbabilities, promptLogProbabilities, stopped);
    }

    private (float?[] LogProbabilities, Choice Next) ReadPrompt(ReadOnlySpan<int> prompt, KvCache cache)
    {
        using var scope = NewDisposeScope();
        using var _ = inference_mode();
        var hidden = model.Infer(embeddings.Embed(prompt), [new TokenRun(0, prompt.Length, 0)], cache);
        var logProbabilities = new float?[prompt.Length];
        Choice next = default;
        for (int first = 0; first < prompt.Length; first += LogitRows)
        {
            using var block = NewDisposeScope();
            int count = Math.Min(LogitRows, prompt.Length - first);
            var logits = model.InferLogits(hidden.narrow(0, first, count));
            var rows = new RowSummary[count];
            LogSoftmaxKernel.Summarise(logits, rows);
            for (int row = 0; row < count && first + row + 1 < prompt.Length; row++)
            {
                int id = prompt[first + row + 1];
                logProbabilities[first + row + 1] = id < model.Config.VocabSize ? LogSoftmaxKernel.Logit(logits, row, id) - rows[row].LogSumExp : null;
            }

            next = Best(logits, rows, count - 1);
        }

        return (logProbabilities, next);
    }

    private Choice Step(int id, int position, KvCache cache)
    {
        using var scope = NewDisposeScope();
        var logits = model.InferLogits(model.Infer([id], [new TokenRun(0, 1, position)], cache));
        var rows = new RowSummary[1];
        LogSoftmaxKernel.Summarise(logits, rows);
        return Best(logits, rows, 0);
    }

    private static Choice Best(Tensor logits, RowSummary[] rows, int row) =>
        new(rows[row].Argmax, LogSoftmaxKernel.Logit(logits, row, rows[row].Argmax) - rows[row].LogSumExp);

    private void Check(ReadOnlySpan<int> prompt)
    {
        if (prompt.IsEmpty)
            throw new InputException("the prompt has no tokens");
        foreach (int id in prompt)
        {
            if ((uint)id >= (uint)embeddings.Count)
                throw new InputException($"token id {id} is outside the model's vocabulary of {model.Config.VocabSize}");
        }
    }

    private readonly record struct Choice(int Id, float LogProbability);
}

/// <summary>What greedy decoding gave.</summary>
/// <param name="Ids">The new tokens.</param>
/// <param name="LogProbabilities">Natural log-probability of each new token.</param>
/// <param name="PromptLogProbabilities">Of each prompt token given those before it; null for the first, and for positions of a picture.</param>
/// <param name="StoppedById">Whether a stop id ended it, rather than the limit.</param>
public sealed record GreedyDecoding(
    IReadOnlyList<int> Ids, IReadOnlyList<float> LogProbabilities, IReadOnlyList<float?> PromptLogProbabilities, bool StoppedById);
