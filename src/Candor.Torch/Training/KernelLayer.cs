using Candor.Torch.Kernels;
using Candor.Torch.Modules;
using TorchSharp;
using static TorchSharp.torch;

namespace Candor.Torch.Training;

/// <summary>
/// A layer without libtorch's tape, on the CPU: products by libtorch, everything between them by kernels. It keeps the input, the heads, what
/// attention gave, the stream between the halves, gate and up; norms, probabilities and activations are computed again on the way back.
/// </summary>
internal sealed class KernelLayer : ILayerPass
{
    private readonly DecoderLayer layer;
    private readonly HeadShape heads;
    private readonly bool isCheckpointing;
    private readonly KernelLinear q, k, v, o, gate, up, down;
    private readonly TrainableParameter? inputNorm, middleNorm;
    private Tensor? input;
    private LayerActivations? kept;

    /// <summary>Prepares a layer that <see cref="Supports"/> accepts.</summary>
    public KernelLayer(DecoderLayer layer, TrainableSet set, bool isCheckpointing)
    {
        this.layer = layer;
        this.isCheckpointing = isCheckpointing;
        heads = layer.self_attn.Heads;
        q = new KernelLinear(layer.self_attn.q_proj, set);
        k = new KernelLinear(layer.self_attn.k_proj, set);
        v = new KernelLinear(layer.self_attn.v_proj, set);
        o = new KernelLinear(layer.self_attn.o_proj, set);
        gate = new KernelLinear(layer.mlp.gate_proj, set);
        up = new KernelLinear(layer.mlp.up_proj, set);
        down = new KernelLinear(layer.mlp.down_proj, set);
        inputNorm = set.Find(layer.input_layernorm.weight);
        middleNorm = set.Find(layer.post_attention_layernorm.weight);
    }

    /// <summary>Whether a layer can be computed this way: on the CPU, in fp32 or bf16, with SwiGLU and no biases.</summary>
    public static bool Supports(DecoderLayer layer) =>
        layer.mlp.IsSwiGlu
        && layer.Projections.All(pair => pair.Projection.bias is null)
        && layer.input_layernorm.weight is { device_type: DeviceType.CPU } weight
        && TensorMemory.IsKernelType(weight.dtype);

    /// <inheritdoc />
    public Tensor Forward(Tensor x, LayerContext context)
    {
        int batch = (int)x.shape[0];
        input = x.detach().view(-1, x.shape[2]).DetachFromDisposeScope();
        using var scope = NewDisposeScope();
        var (activations, output) = Run(batch, context, needsOutput: true);
        if (isCheckpointing)
            activations.Dispose();
        else
            kept = activations;
        return output!.view(batch, x.shape[1], -1).MoveToOuterDisposeScope();
    }

    /// <inheritdoc />
    public Tensor? Backward(Tensor gradient, LayerContext context, bool needsInput)
    {
        using var scope = NewDisposeScope();
        int batch = (int)gradient.shape[0];
        kept ??= Run(batch, context, needsOutput: false).Activations;
        // Overwritten as the gradient goes down the residual stream.
        var stream = gradient.reshape(-1, gradient.shape[2]).contiguous();
        BackwardMlp(stream);
        BackwardAttention(stream, batch, new RotaryAngles(context.Cos, context.Sin), needsInput);
        kept.Dispose();
        input!.Dispose();
        (kept, input) = (null, null);
        return needsInput ? stream.view(batch, gradient.shape[1], -1).MoveToOuterDisposeScope() : null;
    }

    private (LayerActivations Activations, Tensor? Output) Run(int batch, LayerContext context, bool needsOutput)
    {
        var activations = new LayerActivations();
        var angles = new RotaryAngles(context.Cos, context.Sin);
        using (var normed = layer.input_layernorm.Infer(input!))
        {
            activations.Q = Heads(q, normed, heads.QueryHeads, angles);
            activations.K = Heads(k, normed, heads.KeyValueHeads, angles);
            activations.V = Heads(v, normed, heads.KeyValueHeads, null);
        }

        using (var keys = Repeated(activations.K, batch))
        using (var values = Repeated(activations.V, batch))
        using (var mixed = KernelAttention.Forward(activations.Q, keys, values))
            activations.Mixed = HeadKernel.Merge(mixed, batch, null);
        activations.Middle = input!.clone();
        o.ForwardAdd(activations.Middle, activations.Mixed);
        using (var normed = layer.post_attention_layernorm.Infer(activations.Middle))
        {
            activations.Gate = gate.Forward(normed);
            activations.Up = up.Forward(normed);
        }

        activations.Keep();
        using var product = SwiGluGradientKernel.Forward(activations.Gate, activations.Up);
        // The way back wants the adapter's low-rank product of this projection too.
        var output = activations.Middle.clone();
        down.ForwardAdd(output, product);
        return (activations, needsOutput ? output : null);

        Tensor Heads(KernelLinear projection, Tensor normed, int count, RotaryAngles? rotation)
        {
            using var flat = projection.Forward(normed);
            return HeadKernel.Split(flat, batch, count, rotation);
        }
    }

    private void BackwardMlp(Tensor stream)
    {
        using var inner = empty_like(kept!.Gate);
        down.InputGradient(stream, inner, adds: false);
        SwiGluGradientKernel.Backward(kept.Gate, kept.Up, inner);
        down.WeightGradients(stream, inner);
        using var normed = layer.post_attention_layernorm.Infer(kept.Middle);
        using var outer = empty_like(normed);
        gate.InputGradient(kept.Gate, outer, adds: false);
        up.InputGradient(kept.Up, outer, adds: true);
        gate.WeightGradients(kept.Gate, normed);
        up.WeightGradients(kept.Up, normed);
        var norm = layer.post_attention_layernorm;
        RmsNormGradientKernel.Add(kept.Middle, norm.weight, outer, norm.Epsilon, stream, middleNorm?.Gradient);
    }

    private void BackwardAttention(Tensor stream, int batch, RotaryAngles angles, bool needsInput)
    {
        var (dq, dk, dv) = BackwardHeads(stream, batch, angles);
        using var normed = layer.input_layernorm.Infer(input!);
        if (needsInput || inputNorm is not null)
        {
            using var outer = empty_like(normed);
            q.InputGradient(dq, outer, adds: false);
            k.InputGradient(dk, outer, adds: true);
            v.InputGradient(dv, outer, adds: true);
            var norm = layer.input_layernorm;
            RmsNormGradientKernel.Add(input!, norm.weight, outer, norm.Epsilon, stream, inputNorm?.Gradient);
        }

        q.WeightGradients(dq, normed);
        k.WeightGradients(dk, normed);
        v.WeightGradients(dv, normed);
    }

    /// <summary>Gradients of the three projections' outputs, [T, ·].</summary>
    private (Tensor Q, Tensor K, Tensor V) BackwardHeads(Tensor stream, int batch, RotaryAngles angles)
    {
        using var scope = NewDisposeScope();
        var mixed = empty_like(kept!.Mixed);
        o.InputGradient(stream, mixed, adds: false);
        o.WeightGradients(stream, kept.Mixed);
        var outer = HeadKernel.Split(mixed, batch, heads.QueryHeads, null);
        var (dq, dk, dv) = KernelAttention.Backward(kept.Q, Repeated(kept.K, batch), Repeated(kept.V, batch), outer);
        return (HeadKernel.Merge(dq, batch, angles).MoveToOuterDisposeScope(),
            HeadKernel.Merge(Summed(dk, batch), batch, angles).MoveToOuterDisposeScope(),
            HeadKernel.Merge(Summed(dv, batch), batch, null).MoveToOuterDisposeScope());
    }

    /// <summary>Keys or values once for every query head, [B·Hkv, S, D] → [B·Hq, S, D]: consecutive query heads share one.</summary>
    private Tensor Repeated(Tensor shared, int batch)
    {
        if (heads.Group == 1)
            return shared.alias();
        using var view = shared.view(batch * heads.KeyValueHeads, 1, shared.shape[1], shared.shape[2]);
        using var wide = view.expand(-1, heads.Group, -1, -1);
        return wide.reshape(-1, shared.shape[1], shared.shape[2]);
    }

    /// <summary>The reverse for gradients: the sum over the query heads that share one.</summary>
    private Tensor Summed(Tensor gradient, int batch) => heads.Group == 1
        ? gradient
        : gradient.view(batch * heads.KeyValueHeads, heads.Group, gradient.shape[1], gradient.shape[2]).sum([1L]);
}
