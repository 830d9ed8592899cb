using static TorchSharp.torch;

namespace Candor.Torch.Models;

/// <summary>A decoder's own tokens.</summary>
/// <param name="model">The decoder.</param>
public sealed class TokenEmbeddings(Llama model) : IInputEmbeddings
{
    /// <inheritdoc />
    public int Count => model.Config.VocabSize;

    /// <inheritdoc />
    public Tensor Embed(ReadOnlySpan<int> ids)
    {
        using var scope = NewDisposeScope();
        return model.model.embed_tokens.index_select(0, tensor(ids.ToArray())).MoveToOuterDisposeScope();
    }
}
