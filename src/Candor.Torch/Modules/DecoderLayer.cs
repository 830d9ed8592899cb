using Candor.Torch.Kernels;
using static TorchSharp.torch;

namespace Candor.Torch.Modules;

/// <summary>One layer: attention and feed-forward, each on the normalised residual stream and added to it.</summary>
public sealed class DecoderLayer : nn.Module<Tensor, Tensor, Tensor, Tensor?, Tensor>
{
    /// <summary>Attention.</summary>
    public readonly Attention self_attn;

    /// <summary>Feed-forward.</summary>
    public readonly GatedMlp mlp;

    /// <summary>Norm before attention.</summary>
    public readonly RmsNorm input_layernorm;

    /// <summary>Norm before the feed-forward.</summary>
    public readonly RmsNorm post_attention_layernorm;

    /// <summary>Composes the parts.</summary>
    public DecoderLayer(Attention attention, GatedMlp feedForward, RmsNorm inputNorm, RmsNorm postAttentionNorm)
        : base(nameof(DecoderLayer))
    {
        self_attn = attention;
        mlp = feedForward;
        input_layernorm = inputNorm;
        post_attention_layernorm = postAttentionNorm;
        RegisterComponents();
    }

    /// <summary>The seven projections by their names within the layer, in the order of the files.</summary>
    public IEnumerable<(string Name, Linear Projection)> Projections =>
    [
        ("self_attn.q_proj", self_attn.q_proj),
        ("self_attn.k_proj", self_attn.k_proj),
        ("self_attn.v_proj", self_attn.v_proj),
        ("self_attn.o_proj", self_attn.o_proj),
        ("mlp.gate_proj", mlp.gate_proj),
        ("mlp.up_proj", mlp.up_proj),
        ("mlp.down_proj", mlp.down_proj),
    ];

    /// <summary>[B, S, H] → [B, S, H], by libtorch; the other arguments are those of <see cref="Attention.forward"/>.</summary>
    public override Tensor forward(Tensor x, Tensor cos, Tensor sin, Tensor? mask)
    {
        using var scope = NewDisposeScope();
        var attended = x.Plus(self_attn.call(input_layernorm.call(x), cos, sin, mask));
        return attended.Plus(mlp.call(post_attention_layernorm.call(attended))).MoveToOuterDisposeScope();
    }

    /// <summary>Adds the layer to the residual stream of packed rows [T, H] in place, without gradients.</summary>
    public void InferAdd(Tensor residual, PathStep step, int layer)
    {
        using var scope = NewDisposeScope();
        self_attn.InferAdd(residual, input_layernorm.Infer(residual), step, layer);
        mlp.InferAdd(residual, post_attention_layernorm.Infer(residual));
    }
}
