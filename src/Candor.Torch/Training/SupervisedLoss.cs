using Candor.Torch.Kernels;
using Candor.Torch.Models;
using static TorchSharp.torch;

namespace Candor.Torch.Training;

/// <summary>
/// Final norm, output matrix and cross entropy at supervised positions only. Logits exist a chunk of rows at a time, the loss's gradient
/// takes their place, and both products of the backward pass read it there.
/// </summary>
/// <param name="language">The decoder.</param>
/// <param name="set">What is trained.</param>
/// <param name="pool">Where temporaries come from.</param>
internal sealed class SupervisedLoss(Llama language, TrainableSet set, TensorPool pool)
{
    // 512 rows of 32000 fp32 logits are 65 MB; larger chunks were no faster.
    private const int ChunkRows = 512;

    /// <summary>The sum of the rows' losses.</summary>
    public double Sum(Tensor hidden, SupervisedRows rows)
    {
        using var scope = NewDisposeScope();
        var normed = language.model.norm.call(hidden.index_select(0, tensor(rows.Positions)));
        return Chunks(rows).Sum(chunk => ChunkLoss(normed, rows, chunk, null, null));
    }

    /// <summary>The sum of the rows' losses, and the gradient of <paramref name="scale"/> times it.</summary>
    /// <param name="hidden">Residual stream after the last layer, [B·S, H].</param>
    /// <param name="rows">Supervised positions; at least one.</param>
    /// <param name="scale">Factor on the sum: one over the number of targets and of micro-batches.</param>
    /// <returns>The sum, and the gradient with respect to <paramref name="hidden"/>, [B·S, H].</returns>
    public (double Sum, Tensor Gradient) Backward(Tensor hidden, SupervisedRows rows, double scale)
    {
        using var scope = NewDisposeScope();
        var positions = tensor(rows.Positions);
        using var norm = new AutogradNorm(language.model.norm, hidden.index_select(0, positions));
        var normedGradient = empty_like(norm.Output);
        double sum = 0;
        foreach (var chunk in Chunks(rows))
            sum += ChunkLoss(norm.Output, rows, chunk, scale, normedGradient);
        var gradient = zeros_like(hidden).index_copy_(0, positions, norm.Backward(normedGradient, set));
        return (sum, gradient.MoveToOuterDisposeScope());
    }

    private double ChunkLoss(Tensor normed, SupervisedRows rows, Range chunk, double? scale, Tensor? normedGradient)
    {
        using var scope = NewDisposeScope();
        var (start, count) = chunk.GetOffsetAndLength(rows.Targets.Length);
        var input = normed.narrow(0, start, count);
        var head = language.lm_head.weight;
        using var lease = pool.Rent(input.dtype, count, head.shape[0]);
        var logits = lease.Tensor;
        logits.addmm_(input, head.t(), beta: 0, alpha: 1);
        double loss = CrossEntropyKernel.Apply(logits, rows.Targets.AsSpan(chunk), scale);
        if (normedGradient is null)
            return loss;
        normedGradient.narrow(0, start, count).addmm_(logits, head, beta: 0, alpha: 1);
        if (set.Find(head) is { } trained)
            GradientSum.AddProduct(trained, logits, input, pool);
        return loss;
    }

    private static IEnumerable<Range> Chunks(SupervisedRows rows)
    {
        for (int start = 0; start < rows.Targets.Length; start += ChunkRows)
            yield return start..Math.Min(rows.Targets.Length, start + ChunkRows);
    }
}
