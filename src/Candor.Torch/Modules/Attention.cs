using Candor.Torch.Kernels;
using static TorchSharp.torch;

namespace Candor.Torch.Modules;

/// <summary>Causal self-attention with rotary positions and grouped keys and values (Ainslie et al. 2023).</summary>
public sealed class Attention : nn.Module<Tensor, Tensor, Tensor, Tensor?, Tensor>
{
    /// <summary>Queries, [Hq·D, H].</summary>
    public readonly Linear q_proj;

    /// <summary>Keys, [Hkv·D, H].</summary>
    public readonly Linear k_proj;

    /// <summary>Values, [Hkv·D, H].</summary>
    public readonly Linear v_proj;

    /// <summary>Output, [H, Hq·D].</summary>
    public readonly Linear o_proj;

    private readonly HeadShape heads;

    /// <summary>Composes the projections: q [Hq·D, H], k and v [Hkv·D, H], o [H, Hq·D].</summary>
    public Attention(Linear q, Linear k, Linear v, Linear o, HeadShape heads) : base(nameof(Attention))
    {
        q_proj = q;
        k_proj = k;
        v_proj = v;
        o_proj = o;
        this.heads = heads;
        RegisterComponents();
    }

    /// <summary>How the width is cut.</summary>
    public HeadShape Heads => heads;

    /// <summary>[B, S, H] → [B, S, H], by libtorch.</summary>
    /// <param name="x">Normalised residual stream.</param>
    /// <param name="cos">[S, D], of the angles of positions 0…S−1.</param>
    /// <param name="sin">[S, D].</param>
    /// <param name="mask">Added to the scores, [B, 1, S, S], causal part included; null where it would be the causal part alone.</param>
    public override Tensor forward(Tensor x, Tensor cos, Tensor sin, Tensor? mask)
    {
        ArgumentNullException.ThrowIfNull(x);
        using var scope = NewDisposeScope();
        long batch = x.shape[0], length = x.shape[1];
        var q = RotaryEmbedding.Rotate(Split(q_proj.call(x), heads.QueryHeads), cos, sin);
        var k = RotaryEmbedding.Rotate(Split(k_proj.call(x), heads.KeyValueHeads), cos, sin);
        var v = Split(v_proj.call(x), heads.KeyValueHeads);
        if (heads.Group > 1)
            (k, v) = (k.repeat_interleave(heads.Group, 1), v.repeat_interleave(heads.Group, 1));
        var mixed = nn.functional.scaled_dot_product_attention(q, k, v, mask!, is_casual: mask is null);
        // [B, heads, S, D] → [B, S, heads·D]
        return o_proj.call(mixed.transpose(1, 2).reshape(batch, length, -1)).MoveToOuterDisposeScope();

        // [B, S, heads·D] → [B, heads, S, D]
        Tensor Split(Tensor projected, int count) => projected.view(batch, length, count, heads.HeadDim).transpose(1, 2);
    }

    /// <summary>residual += attention of packed rows x [T, H] over their paths, without gradients.</summary>
    public void InferAdd(Tensor residual, Tensor x, PathStep step, int layer)
    {
        using var scope = NewDisposeScope();
        var mixed = PathAttention.Apply(q_proj.forward(x), k_proj.forward(x), v_proj.forward(x), heads, step, layer);
        o_proj.AddTo(residual, mixed);
    }
}
