using static TorchSharp.torch;

namespace Candor.Torch.Models;

/// <summary>What ids of an input stand for.</summary>
public interface IInputEmbeddings
{
    /// <summary>Number of ids.</summary>
    int Count { get; }

    /// <summary>ids [T] → input embeddings [T, H] in the computing type, the caller's to overwrite.</summary>
    Tensor Embed(ReadOnlySpan<int> ids);
}
