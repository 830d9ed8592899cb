using Candor.Torch.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Candor.Torch.Modules;

/// <summary>What CLIP's encoder starts from: a vector of every patch after the class token, plus positions.</summary>
public sealed class ClipEmbeddings : nn.Module<Tensor, Tensor>
{
    /// <summary>The class token, [H].</summary>
    public readonly Parameter class_embedding;

    /// <summary>Convolution over patches without a bias, [H, 3, P, P].</summary>
    public readonly Parameter patch_embedding;

    /// <summary>Positions, [1 + N, H].</summary>
    public readonly Parameter position_embedding;

    /// <summary>Takes ownership of the class token [H], the convolution [H, 3, P, P] and the positions [1 + N, H].</summary>
    public ClipEmbeddings(Parameter classToken, Parameter patches, Parameter positions) : base(nameof(ClipEmbeddings))
    {
        class_embedding = classToken;
        patch_embedding = patches;
        position_embedding = positions;
        RegisterComponents();
    }

    /// <summary>pixels [B, 3, S, S] → [B, 1 + N, H]; patches follow row by row.</summary>
    public override Tensor forward(Tensor pixels)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        using var scope = NewDisposeScope();
        long patch = patch_embedding.shape[^1];
        // [B, H, rows, columns] → [B, N, H]
        var patches = nn.functional.conv2d(pixels, patch_embedding, strides: [patch, patch]).flatten(2).transpose(1, 2);
        var classToken = class_embedding.expand(pixels.shape[0], 1, -1);
        return cat([classToken, patches], dim: 1).Plus(position_embedding).MoveToOuterDisposeScope();
    }
}
