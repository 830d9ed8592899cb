using Candor.Torch.Models;
using static TorchSharp.torch;

namespace Candor.Torch.Scoring;

/// <summary>
/// Collects the few rows of each forward pass that need logits until there are enough for an efficient product with the output matrix,
/// and never holds more than a fixed number of rows of logits.
/// </summary>
internal sealed class PendingRows : IDisposable
{
    // The output matrix is applied to fewer rows than a full block only where that costs less than this share of the work since the last.
    private const double PaddingShare = 0.05;
    private readonly Llama model;
    private readonly ScoringOptions options;
    private readonly Action<Tensor, IReadOnlyList<int>> take;
    private readonly Tensor rows;
    private readonly Tensor logits;
    private readonly List<int> tokens = [];
    private long tokensSinceFlush;

    public PendingRows(Llama model, ScoringOptions options, Action<Tensor, IReadOnlyList<int>> take)
    {
        this.model = model;
        this.options = options;
        this.take = take;
        int capacity = Math.Max(options.LogitRows, options.MinimumRows);
        rows = zeros(capacity, model.Config.HiddenSize, dtype: model.ComputeType).DetachFromDisposeScope();
        // One block for the whole run: fresh memory of this size would be paged in anew for every product.
        logits = empty(capacity, model.Config.VocabSize, dtype: model.ComputeType).DetachFromDisposeScope();
    }

    /// <summary>Rows given to the output matrix so far.</summary>
    public long Count { get; private set; }

    /// <summary>Adds rows [T, H] of a forward pass at the places given; a full block is turned into logits at once.</summary>
    public void Add(Tensor hidden, List<int> places, int streamStart, int tokensComputed)
    {
        using var _ = inference_mode();
        tokensSinceFlush += tokensComputed;
        for (int first = 0; first < places.Count;)
        {
            using var scope = NewDisposeScope();
            int count = Math.Min(places.Count - first, options.LogitRows - tokens.Count);
            var index = tensor(places.GetRange(first, count).ConvertAll(place => (long)place));
            rows.narrow(0, tokens.Count, count).copy_(hidden.index_select(0, index));
            tokens.AddRange(places.GetRange(first, count).Select(place => streamStart + place));
            first += count;
            if (tokens.Count == options.LogitRows)
                Flush();
        }

        if (tokens.Count > 0 && HeadWork() <= PaddingShare * LayerWork())
            Flush();
    }

    /// <summary>Turns what is left into logits.</summary>
    public void Flush()
    {
        if (tokens.Count == 0)
            return;
        using var scope = NewDisposeScope();
        int count = Math.Max(tokens.Count, options.MinimumRows);
        take(model.InferLogits(rows.narrow(0, 0, count), logits), tokens);
        Count += tokens.Count;
        tokens.Clear();
        tokensSinceFlush = 0;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        rows.Dispose();
        logits.Dispose();
    }

    private double HeadWork() =>
        (double)Math.Max(tokens.Count, options.MinimumRows) * model.Config.VocabSize * model.Config.HiddenSize;

    private double LayerWork()
    {
        var config = model.Config;
        double attention = 2.0 * (config.NumAttentionHeads + config.NumKeyValueHeads) * config.HeadDim;
        return (double)tokensSinceFlush * config.NumHiddenLayers * config.HiddenSize * (attention + (3.0 * config.IntermediateSize));
    }
}
