using Candor.Checkpoints;
using Candor.Torch.Generation;
using Candor.Torch.Modules;
using TorchSharp.Modules;
using static TorchSharp.torch;
using Linear = Candor.Torch.Modules.Linear;

namespace Candor.Torch.Models;

/// <summary>
/// A LLaMA decoder (Touvron et al. 2023). <see cref="forward"/> is the plain, differentiable form over whole batches;
/// <see cref="Infer(Tensor, IReadOnlyList{TokenRun}, KvCache)"/> is the fast form over packed paths.
/// </summary>
public sealed class Llama : nn.Module<Tensor, Tensor>
{
    /// <summary>Everything before the output matrix.</summary>
    public readonly LlamaBody model;

    /// <summary>Output matrix, [V, H].</summary>
    public readonly Linear lm_head;

    private readonly RotaryEmbedding rotary;

    /// <summary>Composes the decoder; a tied output matrix is a <see cref="Linear"/> over the embedding's parameter.</summary>
    public Llama(LlamaConfig config, LlamaBody body, Linear head) : base(nameof(Llama))
    {
        ArgumentNullException.ThrowIfNull(config);
        Config = config;
        model = body;
        lm_head = head;
        rotary = new RotaryEmbedding(config.Rope, config.HeadDim, config.MaxPositionEmbeddings);
        RegisterComponents();
    }

    /// <summary>What was built.</summary>
    public LlamaConfig Config { get; }

    /// <summary>Angles of positions.</summary>
    internal RotaryEmbedding Rotary => rotary;

    /// <summary>The type weights are held and products are computed in.</summary>
    public ScalarType ComputeType => model.embed_tokens.dtype;

    /// <summary>ids [B, S] → logits [B, S, V], by libtorch.</summary>
    public override Tensor forward(Tensor ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        using var scope = NewDisposeScope();
        var x = model.embed_tokens.index_select(0, ids.reshape(-1)).view(ids.shape[0], ids.shape[1], -1);
        return Logits(x, null).MoveToOuterDisposeScope();
    }

    /// <summary>Embeddings [B, S, H] → logits [B, S, V], by libtorch.</summary>
    /// <param name="embeddings">Of tokens, or of tokens and pictures.</param>
    /// <param name="isReal">Which positions are not padding, row by row [B·S]; null where all are.</param>
    public Tensor Logits(Tensor embeddings, bool[]? isReal)
    {
        ArgumentNullException.ThrowIfNull(embeddings);
        using var scope = NewDisposeScope();
        int batch = (int)embeddings.shape[0], length = (int)embeddings.shape[1];
        (var cos, var sin) = rotary.Table(length).ToTensors(length);
        var mask = AttentionMask.Create(isReal, batch, length, embeddings.dtype);
        var x = embeddings;
        foreach (var layer in model.layers)
            x = layer.call(x, cos, sin, mask);
        return lm_head.call(model.norm.call(x)).MoveToOuterDisposeScope();
    }

    /// <summary>A cache for paths of up to <paramref name="capacity"/> tokens of this model.</summary>
    public KvCache NewCache(int capacity) => new(Config.NumHiddenLayers, Config.NumKeyValueHeads, Config.HeadDim, capacity);

    /// <summary>Runs packed tokens through all layers.</summary>
    /// <param name="ids">The stream [T]; ids outside the runs are padding.</param>
    /// <param name="runs">The runs in stream order.</param>
    /// <param name="cache">The path before; the last run's path after.</param>
    /// <returns>The residual stream before the final norm, [T, H].</returns>
    public Tensor Infer(ReadOnlySpan<int> ids, IReadOnlyList<TokenRun> runs, KvCache cache)
    {
        using var inference = inference_mode();
        return Infer(new TokenEmbeddings(this).Embed(ids), runs, cache);
    }

    /// <summary>Runs packed embeddings through all layers.</summary>
    /// <param name="embeddings">The stream [T, H] in the computing type; it becomes the result.</param>
    /// <param name="runs">The runs in stream order; rows outside them are padding.</param>
    /// <param name="cache">The path before; the last run's path after.</param>
    /// <returns>The residual stream before the final norm, [T, H].</returns>
    public Tensor Infer(Tensor embeddings, IReadOnlyList<TokenRun> runs, KvCache cache)
    {
        ArgumentNullException.ThrowIfNull(runs);
        ArgumentNullException.ThrowIfNull(cache);
        using var scope = NewDisposeScope();
        using var inference = inference_mode();
        int length = 0;
        foreach (var run in runs)
            length = Math.Max(length, run.Position + run.Count);
        if (length > cache.Capacity)
            throw new ArgumentException($"a path of {length} tokens does not fit a cache of {cache.Capacity}", nameof(cache));
        var step = new PathStep(runs, rotary.Table(length), cache);
        for (int i = 0; i < model.layers.Count; i++)
            model.layers[i].InferAdd(embeddings, step, i);
        return embeddings;
    }

    /// <summary>Final norm and output matrix: residual rows [R, H] → logits [R, V] in the computing type.</summary>
    public Tensor InferLogits(Tensor rows)
    {
        using var inference = inference_mode();
        using var normed = model.norm.Infer(rows);
        return lm_head.forward(normed);
    }

    /// <summary>As <see cref="InferLogits(Tensor)"/>, into the first R rows of <paramref name="logits"/> [≥ R, V]; returns those.</summary>
    public Tensor InferLogits(Tensor rows, Tensor logits)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(logits);
        using var inference = inference_mode();
        using var normed = model.norm.Infer(rows);
        using var transposed = lm_head.weight.t();
        return logits.narrow(0, 0, rows.shape[0]).addmm_(normed, transposed, beta: 0, alpha: 1);
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            rotary.Dispose();
        base.Dispose(disposing);
    }
}

/// <summary>What Hugging Face's files call <c>model</c>: everything but the output matrix.</summary>
public sealed class LlamaBody : nn.Module
{
    /// <summary>Token embedding, [V, H].</summary>
    public readonly Parameter embed_tokens;

    /// <summary>Decoder layers.</summary>
    public readonly ModuleList<DecoderLayer> layers;

    /// <summary>Final norm.</summary>
    public readonly RmsNorm norm;

    /// <summary>Composes the embedding [V, H], the layers and the final norm.</summary>
    public LlamaBody(Parameter embedding, IEnumerable<DecoderLayer> decoderLayers, RmsNorm finalNorm) : base(nameof(LlamaBody))
    {
        embed_tokens = embedding;
        layers = new ModuleList<DecoderLayer>([.. decoderLayers]);
        norm = finalNorm;
        RegisterComponents();
    }
}
