using Candor.Checkpoints;
using Candor.Torch.Modules;
using static TorchSharp.torch;

namespace Candor.Torch.Models;

/// <summary>What makes a LLaMA see: the tower, which is never trained, and the projector (Liu et al. 2023).</summary>
/// <param name="tower">The tower.</param>
/// <param name="projector">[H, Hv] with a bias.</param>
/// <param name="selectLayer"><c>mm_vision_select_layer</c>.</param>
/// <param name="selectFeature"><c>mm_vision_select_feature</c>.</param>
public sealed class VisionParts(ClipVision tower, Linear projector, int selectLayer, VisionSelectFeature selectFeature) : IDisposable
{
    /// <summary>The tower.</summary>
    public ClipVision Tower => tower;

    /// <summary>Features into embeddings.</summary>
    public Linear Projector => projector;

    /// <summary>Feature vectors of one picture.</summary>
    public int VectorsPerPicture => tower.Config.PositionCount - (selectFeature == VisionSelectFeature.Patch ? 1 : 0);

    /// <summary>Feature vectors of each block: of a picture, or of all pictures of a row.</summary>
    public IReadOnlyList<int> Blocks(ImageBatch images)
    {
        ArgumentNullException.ThrowIfNull(images);
        var counts = images.PerRow ?? Enumerable.Repeat(1, images.Count);
        return [.. counts.Select(count => count * VectorsPerPicture)];
    }

    /// <summary>The tower's features of all pictures in a row, [N·P, Hv], in <paramref name="type"/> and without gradients.</summary>
    public Tensor Features(ImageBatch images, ScalarType type)
    {
        ArgumentNullException.ThrowIfNull(images);
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var pixels = tensor(images.Pixels, images.Count, 3, images.Size, images.Size);
        var features = tower.Features(pixels, selectLayer, selectFeature);
        return features.reshape(-1, features.shape[^1]).to(type).MoveToOuterDisposeScope();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        tower.Dispose();
        projector.Dispose();
    }
}
