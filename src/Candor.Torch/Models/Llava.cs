using Candor.Conversations.Labels;
using static TorchSharp.torch;

namespace Candor.Torch.Models;

/// <summary>
/// LLaVA v1.0 (Liu et al. 2023): a LLaMA whose input embeddings may be a picture's. Without vision it is the plain LLaMA, so that one
/// code path trains both.
/// </summary>
/// <param name="language">The decoder.</param>
/// <param name="vision">Tower and projector, or null.</param>
public sealed class Llava(Llama language, VisionParts? vision) : IDisposable
{
    /// <summary>The decoder.</summary>
    public Llama Language => language;

    /// <summary>Tower and projector, if the model sees.</summary>
    public VisionParts? Vision => vision;

    /// <summary>Where a batch's tokens and pictures go.</summary>
    /// <param name="tokens">The batch.</param>
    /// <param name="images">Its pictures, if any.</param>
    /// <param name="detachesText">See <see cref="SplicePlan.Create"/>.</param>
    /// <exception cref="InputException">A row asks for a picture that is not there.</exception>
    public SplicePlan Plan(CollatedBatch tokens, ImageBatch? images, bool detachesText = false) =>
        SplicePlan.Create(tokens, images is null ? null : vision?.Blocks(images), detachesText);

    /// <summary>Input embeddings [B, S, H] in the computing type: zeros where neither token nor picture stands.</summary>
    /// <param name="plan">What stands where.</param>
    /// <param name="projected">The pictures' embeddings [N·P, H]; null without pictures.</param>
    public Tensor Embed(SplicePlan plan, Tensor? projected)
    {
        ArgumentNullException.ThrowIfNull(plan);
        using var scope = NewDisposeScope();
        var table = language.model.embed_tokens;
        var x = zeros(plan.Rows * plan.Length, table.shape[1], dtype: table.dtype, device: table.device);
        Place(plan.TextPositions, table, plan.TextIds);
        Place(plan.FixedPositions, table, plan.FixedIds);
        if (projected is not null)
            Place(plan.FeaturePositions, projected, plan.Features);
        return x.view(plan.Rows, plan.Length, -1).MoveToOuterDisposeScope();

        void Place(IReadOnlyList<long> positions, Tensor rows, IReadOnlyList<long> indices)
        {
            if (positions.Count > 0)
                x.index_copy_(0, tensor(positions.ToArray()), rows.index_select(0, tensor(indices.ToArray())));
        }
    }

    /// <summary>Logits [B, S, V] of a batch, without gradients.</summary>
    public Tensor Logits(SplicePlan plan, ImageBatch? images)
    {
        ArgumentNullException.ThrowIfNull(plan);
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var projected = images is null ? null : vision?.Projector.call(vision.Features(images, language.ComputeType));
        return language.Logits(Embed(plan, projected), plan.Mask).MoveToOuterDisposeScope();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        language.Dispose();
        vision?.Dispose();
    }
}
