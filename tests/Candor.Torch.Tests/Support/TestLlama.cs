using Candor.Checkpoints;
using Candor.Torch.Generation;
using Candor.Torch.Models;
using Candor.Torch.Modules;
using Candor.Torch.Weights;
using static TorchSharp.torch;

namespace Candor.Torch.Tests.Support;

/// <summary>Checkpoints into models, and their logits as arrays.</summary>
internal static class TestLlama
{
    public static Llama Load(string folder, ComputeDtype dtype = ComputeDtype.Float32, LlamaConfig? config = null)
    {
        using var checkpoint = CheckpointFolder.Open(folder);
        return LlamaWeights.Load(config ?? checkpoint.Config, checkpoint, dtype);
    }

    /// <summary>Logits of every position by the fast path, in one pass.</summary>
    public static float[][] Logits(Llama model, int[] ids)
    {
        using var cache = model.NewCache(ids.Length);
        return Logits(model, cache, ids, 0);
    }

    /// <summary>Logits of tokens appended to a path at <paramref name="position"/>.</summary>
    public static float[][] Logits(Llama model, KvCache cache, int[] ids, int position)
    {
        using var scope = NewDisposeScope();
        var logits = model.InferLogits(model.Infer(ids, [new TokenRun(0, ids.Length, position)], cache));
        return Rows(logits);
    }

    /// <summary>Logits of every position by libtorch alone.</summary>
    public static float[][] PlainLogits(Llama model, int[] ids)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        return Rows(model.forward(tensor(ids).unsqueeze(0)).squeeze(0));
    }

    private static float[][] Rows(Tensor logits) =>
        [.. logits.to(ScalarType.Float32).data<float>().ToArray().Chunk((int)logits.shape[1])];
}
