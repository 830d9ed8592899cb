using static TorchSharp.torch;

namespace Candor.Torch.Modules;

/// <summary>Self-attention of CLIP's encoder: every position sees every other.</summary>
public sealed class ClipAttention : nn.Module<Tensor, Tensor>
{
    /// <summary>Queries, [H, H].</summary>
    public readonly Linear q_proj;

    /// <summary>Keys, [H, H].</summary>
    public readonly Linear k_proj;

    /// <summary>Values, [H, H].</summary>
    public readonly Linear v_proj;

    /// <summary>Output, [H, H].</summary>
    public readonly Linear out_proj;

    private readonly int heads;

    /// <summary>Composes the projections, all [H, H] with biases; <paramref name="heads"/> divides H.</summary>
    public ClipAttention(Linear q, Linear k, Linear v, Linear output, int heads) : base(nameof(ClipAttention))
    {
        q_proj = q;
        k_proj = k;
        v_proj = v;
        out_proj = output;
        this.heads = heads;
        RegisterComponents();
    }

    /// <summary>[B, S, H] → [B, S, H].</summary>
    public override Tensor forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        using var scope = NewDisposeScope();
        long batch = x.shape[0], length = x.shape[1];
        var mixed = nn.functional.scaled_dot_product_attention(Split(q_proj.call(x)), Split(k_proj.call(x)), Split(v_proj.call(x)));
        // [B, heads, S, D] → [B, S, H]
        return out_proj.call(mixed.transpose(1, 2).reshape(batch, length, -1)).MoveToOuterDisposeScope();

        // [B, S, H] → [B, heads, S, D]
        Tensor Split(Tensor projected) => projected.view(batch, length, heads, -1).transpose(1, 2);
    }
}
