using Candor.Torch.Kernels;
using static TorchSharp.torch;

namespace Candor.Torch.Training;

/// <summary>
/// Causal attention over heads [B·heads, S, D] in blocks of queries, each against the keys up to its last one: half the products of the whole
/// square. Probabilities are computed again on the way back instead of being kept.
/// </summary>
internal static class KernelAttention
{
    private const int Block = 64;

    /// <summary>[B·heads, S, D] three times → [B·heads, S, D].</summary>
    public static Tensor Forward(Tensor q, Tensor k, Tensor v)
    {
        float scale = Scale(q);
        var result = empty_like(q);
        foreach (var (start, rows) in Blocks(q))
        {
            using var scope = NewDisposeScope();
            var probabilities = Probabilities(q, k, start, rows, scale);
            result.narrow(1, start, rows).copy_(probabilities.bmm(v.narrow(1, 0, start + rows)));
        }

        return result;
    }

    /// <summary>Gradients of q, k and v from that of the output.</summary>
    public static (Tensor Q, Tensor K, Tensor V) Backward(Tensor q, Tensor k, Tensor v, Tensor gradient)
    {
        float scale = Scale(q);
        Tensor dq = empty_like(q), dk = zeros_like(k), dv = zeros_like(v);
        foreach (var (start, rows) in Blocks(q))
        {
            using var scope = NewDisposeScope();
            int keys = start + rows;
            var outer = gradient.narrow(1, start, rows);
            var probabilities = Probabilities(q, k, start, rows, scale);
            dv.narrow(1, 0, keys).add_(probabilities.transpose(1, 2).bmm(outer));
            var scores = outer.bmm(v.narrow(1, 0, keys).transpose(1, 2));
            CausalSoftmaxKernel.Backward(probabilities, scores, scale);
            dq.narrow(1, start, rows).copy_(scores.bmm(k.narrow(1, 0, keys)));
            dk.narrow(1, 0, keys).add_(scores.transpose(1, 2).bmm(q.narrow(1, start, rows)));
        }

        return (dq, dk, dv);
    }

    private static Tensor Probabilities(Tensor q, Tensor k, int start, int rows, float scale)
    {
        var scores = q.narrow(1, start, rows).bmm(k.narrow(1, 0, start + rows).transpose(1, 2));
        CausalSoftmaxKernel.Forward(scores, start, scale);
        return scores;
    }

    private static float Scale(Tensor q) => (float)(1 / Math.Sqrt(q.shape[2]));

    private static IEnumerable<(int Start, int Rows)> Blocks(Tensor q)
    {
        int length = (int)q.shape[1];
        for (int start = 0; start < length; start += Block)
            yield return (start, Math.Min(Block, length - start));
    }
}
