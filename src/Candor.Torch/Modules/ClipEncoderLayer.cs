using Candor.Torch.Kernels;
using static TorchSharp.torch;

namespace Candor.Torch.Modules;

/// <summary>One layer of CLIP's encoder: attention and feed-forward, each on the normalised residual stream and added to it.</summary>
public sealed class ClipEncoderLayer : nn.Module<Tensor, Tensor>
{
    /// <summary>Attention.</summary>
    public readonly ClipAttention self_attn;

    /// <summary>Norm before attention.</summary>
    public readonly LayerNorm layer_norm1;

    /// <summary>Feed-forward.</summary>
    public readonly ClipMlp mlp;

    /// <summary>Norm before the feed-forward.</summary>
    public readonly LayerNorm layer_norm2;

    /// <summary>Composes the parts.</summary>
    public ClipEncoderLayer(ClipAttention attention, LayerNorm attentionNorm, ClipMlp feedForward, LayerNorm feedForwardNorm)
        : base(nameof(ClipEncoderLayer))
    {
        self_attn = attention;
        layer_norm1 = attentionNorm;
        mlp = feedForward;
        layer_norm2 = feedForwardNorm;
        RegisterComponents();
    }

    /// <summary>[B, S, H] → [B, S, H].</summary>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var attended = x.Plus(self_attn.call(layer_norm1.call(x)));
        return attended.Plus(mlp.call(layer_norm2.call(attended))).MoveToOuterDisposeScope();
    }
}
