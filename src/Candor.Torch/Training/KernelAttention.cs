using Candor.Torch.Kernels;
using static TorchSharp.torch;

namespace Candor.Torch.Training;

/// <summary>
/// Causal attention over heads [B·heads, S, D] in blocks of queries, each against the keys up to its last one: half the products of the
/// whole square. Probabilities are computed again on the way back instead of being kept.
/// </summary>
/// <param name="pool">Where temporaries come from.</param>
internal sealed class KernelAttention(TensorPool pool)
{
    private const int Block = 64;

    /// <summary>result = softmax(q kᵀ / √D) v, all [B·heads, S, D].</summary>
    public void Forward(Tensor q, Tensor k, Tensor v, Tensor result)
    {
        float scale = Scale(q);
        using var memory = Scores(q);
        foreach (var (start, rows) in Blocks(q))
        {
            using var scope = NewDisposeScope();
            var probabilities = Part(memory, q, rows, start + rows);
            Probabilities(probabilities, q, k, start, rows, scale);
            BatchedProduct.Set(result.narrow(1, start, rows), probabilities, v.narrow(1, 0, start + rows));
        }
    }

    /// <summary>Gradients of q, k and v, which are overwritten, from that of the output.</summary>
    public void Backward(Tensor q, Tensor k, Tensor v, Tensor gradient, (Tensor Q, Tensor K, Tensor V) into)
    {
        float scale = Scale(q);
        using var memory = Scores(q);
        using var second = Scores(q);
        using var scope = NewDisposeScope();
        into.K.zero_();
        into.V.zero_();
        foreach (var (start, rows) in Blocks(q))
        {
            using var inner = NewDisposeScope();
            int keys = start + rows;
            var outer = gradient.narrow(1, start, rows);
            Tensor probabilities = Part(memory, q, rows, keys), scores = Part(second, q, rows, keys);
            Probabilities(probabilities, q, k, start, rows, scale);
            BatchedProduct.Add(into.V.narrow(1, 0, keys), probabilities.transpose(1, 2), outer);
            BatchedProduct.Set(scores, outer, v.narrow(1, 0, keys).transpose(1, 2));
            CausalSoftmaxKernel.Backward(probabilities, scores, scale);
            BatchedProduct.Set(into.Q.narrow(1, start, rows), scores, k.narrow(1, 0, keys));
            BatchedProduct.Add(into.K.narrow(1, 0, keys), scores.transpose(1, 2), q.narrow(1, start, rows));
        }
    }

    private static void Probabilities(Tensor target, Tensor q, Tensor k, int start, int rows, float scale)
    {
        BatchedProduct.Set(target, q.narrow(1, start, rows), k.narrow(1, 0, start + rows).transpose(1, 2));
        CausalSoftmaxKernel.Forward(target, start, scale);
    }

    /// <summary>Room for the largest block's scores.</summary>
    private Lease Scores(Tensor q) => pool.Rent(q.dtype, q.shape[0] * Math.Min(Block, q.shape[1]) * q.shape[1]);

    private static Tensor Part(Lease memory, Tensor q, int rows, int keys) =>
        memory.Tensor.narrow(0, 0, q.shape[0] * rows * keys).view(q.shape[0], rows, keys);

    private static float Scale(Tensor q) => (float)(1 / Math.Sqrt(q.shape[2]));

    private static IEnumerable<(int Start, int Rows)> Blocks(Tensor q)
    {
        int length = (int)q.shape[1];
        for (int start = 0; start < length; start += Block)
            yield return (start, Math.Min(Block, length - start));
    }
}
