using Candor.Torch.Kernels;
using Candor.Torch.Modules;
using TorchSharp;
using static TorchSharp.torch;

namespace Candor.Torch.Training;

/// <summary>
/// A layer without libtorch's tape, on the CPU: products by libtorch, everything between them by kernels. It keeps the input, the heads,
/// what attention gave, the stream between the halves, gate and up; norms, probabilities and activations are computed again on the way
/// back.
/// </summary>
internal sealed class KernelLayer : ILayerPass
{
    private readonly DecoderLayer layer;
    private readonly HeadShape heads;
    private readonly TensorPool pool;
    private readonly KernelAttention attention;
    private readonly bool isCheckpointing;
    private readonly KernelLinear q, k, v, o, gate, up, down;
    private readonly TrainableParameter? inputNorm, middleNorm;
    private Tensor? input;
    private LayerActivations? kept;

    /// <summary>Prepares a layer that <see cref="Supports"/> accepts.</summary>
    public KernelLayer(DecoderLayer layer, TrainableSet set, TensorPool pool, bool isCheckpointing)
    {
        this.layer = layer;
        this.pool = pool;
        this.isCheckpointing = isCheckpointing;
        heads = layer.self_attn.Heads;
        attention = new KernelAttention(pool);
        q = new KernelLinear(layer.self_attn.q_proj, set, pool);
        k = new KernelLinear(layer.self_attn.k_proj, set, pool);
        v = new KernelLinear(layer.self_attn.v_proj, set, pool);
        o = new KernelLinear(layer.self_attn.o_proj, set, pool);
        gate = new KernelLinear(layer.mlp.gate_proj, set, pool);
        up = new KernelLinear(layer.mlp.up_proj, set, pool);
        down = new KernelLinear(layer.mlp.down_proj, set, pool);
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
        using var scope = NewDisposeScope();
        input = x.detach().view(-1, x.shape[2]).DetachFromDisposeScope();
        var activations = Run(batch, context);
        var output = activations.Middle.Tensor.clone();
        using (var product = Like(activations.Gate))
        {
            SwiGluGradientKernel.Forward(activations.Gate.Tensor, activations.Up.Tensor, product.Tensor);
            down.Forward(product.Tensor, output, adds: true);
        }

        if (isCheckpointing)
            activations.Dispose();
        else
            kept = activations;
        return output.view(batch, x.shape[1], -1).MoveToOuterDisposeScope();
    }

    /// <inheritdoc />
    public Tensor? Backward(Tensor gradient, LayerContext context, bool needsInput)
    {
        using var scope = NewDisposeScope();
        int batch = (int)gradient.shape[0];
        kept ??= Run(batch, context);
        // Overwritten as the gradient goes down the residual stream.
        var stream = gradient.reshape(-1, gradient.shape[2]).contiguous();
        BackwardMlp(stream);
        BackwardAttention(stream, batch, new RotaryAngles(context.Cos, context.Sin), needsInput);
        kept.Dispose();
        input!.Dispose();
        (kept, input) = (null, null);
        return needsInput ? stream.view(batch, gradient.shape[1], -1).MoveToOuterDisposeScope() : null;
    }

    /// <summary>Everything up to gate and up. Adapters' low-rank products stay with their projections.</summary>
    private LayerActivations Run(int batch, LayerContext context)
    {
        var angles = new RotaryAngles(context.Cos, context.Sin);
        using var normed = pool.Rent(input!.dtype, input.shape);
        layer.input_layernorm.InferInto(input, normed.Tensor);
        Lease queries = Heads(q, normed, batch, heads.QueryHeads, angles), keys = Heads(k, normed, batch, heads.KeyValueHeads, angles);
        var values = Heads(v, normed, batch, heads.KeyValueHeads, null);
        var mixed = Attend(queries, keys, values, batch);
        var middle = Like(normed);
        middle.Tensor.copy_(input);
        o.Forward(mixed.Tensor, middle.Tensor, adds: true);
        layer.post_attention_layernorm.InferInto(middle.Tensor, normed.Tensor);
        Lease gates = Rows(gate), ups = Rows(up);
        gate.Forward(normed.Tensor, gates.Tensor, adds: false);
        up.Forward(normed.Tensor, ups.Tensor, adds: false);
        return new LayerActivations { Q = queries, K = keys, V = values, Mixed = mixed, Middle = middle, Gate = gates, Up = ups };
    }

    private Lease Heads(KernelLinear projection, Lease normed, int batch, int count, RotaryAngles? rotation)
    {
        using var flat = Rows(projection);
        projection.Forward(normed.Tensor, flat.Tensor, adds: false);
        var split = pool.Rent(flat.Tensor.dtype, batch * count, flat.Tensor.shape[0] / batch, heads.HeadDim);
        HeadKernel.Split(flat.Tensor, split.Tensor, batch, rotation);
        return split;
    }

    private Lease Attend(Lease queries, Lease keys, Lease values, int batch)
    {
        using var scope = NewDisposeScope();
        using var result = Like(queries);
        attention.Forward(queries.Tensor, Repeated(keys.Tensor, batch), Repeated(values.Tensor, batch), result.Tensor);
        var mixed = Rows(q);
        HeadKernel.Merge(result.Tensor, mixed.Tensor, batch, null);
        return mixed;
    }

    private void BackwardMlp(Tensor stream)
    {
        using var inner = Like(kept!.Gate);
        down.InputGradient(stream, inner.Tensor, adds: false);
        SwiGluGradientKernel.Backward(kept.Gate.Tensor, kept.Up.Tensor, inner.Tensor);
        down.WeightGradients(stream, inner.Tensor);
        using var outer = Like(kept.Middle);
        gate.InputGradient(kept.Gate.Tensor, outer.Tensor, adds: false);
        up.InputGradient(kept.Up.Tensor, outer.Tensor, adds: true);
        using var normed = Like(kept.Middle);
        var norm = layer.post_attention_layernorm;
        norm.InferInto(kept.Middle.Tensor, normed.Tensor);
        gate.WeightGradients(kept.Gate.Tensor, normed.Tensor);
        up.WeightGradients(kept.Up.Tensor, normed.Tensor);
        RmsNormGradientKernel.Add(kept.Middle.Tensor, norm.weight, outer.Tensor, norm.Epsilon, stream, middleNorm?.Gradient);
    }

    private void BackwardAttention(Tensor stream, int batch, RotaryAngles angles, bool needsInput)
    {
        using Lease dq = Rows(q), dk = Rows(k), dv = Rows(v), normed = Like(kept!.Middle);
        BackwardHeads(stream, batch, angles, (dq.Tensor, dk.Tensor, dv.Tensor));
        var norm = layer.input_layernorm;
        norm.InferInto(input!, normed.Tensor);
        if (needsInput || inputNorm is not null)
        {
            using var outer = Like(normed);
            q.InputGradient(dq.Tensor, outer.Tensor, adds: false);
            k.InputGradient(dk.Tensor, outer.Tensor, adds: true);
            v.InputGradient(dv.Tensor, outer.Tensor, adds: true);
            RmsNormGradientKernel.Add(input!, norm.weight, outer.Tensor, norm.Epsilon, stream, inputNorm?.Gradient);
        }

        q.WeightGradients(dq.Tensor, normed.Tensor);
        k.WeightGradients(dk.Tensor, normed.Tensor);
        v.WeightGradients(dv.Tensor, normed.Tensor);
    }

    /// <summary>Gradients of the three projections' outputs, [T, ·].</summary>
    private void BackwardHeads(Tensor stream, int batch, RotaryAngles angles, (Tensor Q, Tensor K, Tensor V) into)
    {
        using var scope = NewDisposeScope();
        using Lease mixed = Like(kept!.Mixed), outer = Like(kept.Q), dq = Like(kept.Q), dk = Like(kept.Q), dv = Like(kept.Q);
        o.InputGradient(stream, mixed.Tensor, adds: false);
        o.WeightGradients(stream, kept.Mixed.Tensor);
        HeadKernel.Split(mixed.Tensor, outer.Tensor, batch, null);
        Tensor keys = Repeated(kept.K.Tensor, batch), values = Repeated(kept.V.Tensor, batch);
        attention.Backward(kept.Q.Tensor, keys, values, outer.Tensor, (dq.Tensor, dk.Tensor, dv.Tensor));
        HeadKernel.Merge(dq.Tensor, into.Q, batch, angles);
        HeadKernel.Merge(Summed(dk.Tensor, batch), into.K, batch, angles);
        HeadKernel.Merge(Summed(dv.Tensor, batch), into.V, batch, null);
    }

    /// <summary>Keys or values once for every query head, [B·Hkv, S, D] → [B·Hq, S, D]: consecutive query heads share one.</summary>
    private Tensor Repeated(Tensor shared, int batch) => heads.Group == 1
        ? shared
        : shared.view(batch * heads.KeyValueHeads, 1, shared.shape[1], shared.shape[2])
            .expand(-1, heads.Group, -1, -1)
            .reshape(-1, shared.shape[1], shared.shape[2]);

    /// <summary>The reverse for gradients: the sum over the query heads that share one.</summary>
    private Tensor Summed(Tensor gradient, int batch) => heads.Group == 1
        ? gradient
        : gradient.view(batch * heads.KeyValueHeads, heads.Group, gradient.shape[1], gradient.shape[2]).sum([1L]);

    /// <summary>Room for a projection's output over all tokens, [T, out].</summary>
    private Lease Rows(KernelLinear projection) => pool.Rent(input!.dtype, input.shape[0], projection.Outputs);

    private Lease Like(Lease lease) => pool.Rent(lease.Tensor.dtype, lease.Tensor.shape);
}
