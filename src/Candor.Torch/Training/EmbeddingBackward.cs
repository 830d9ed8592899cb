using Candor.Torch.Kernels;
using Candor.Torch.Models;
using static TorchSharp.torch;

namespace Candor.Torch.Training;

/// <summary>From the gradient of the decoder's input to those of embedding and projector: splicing backwards.</summary>
internal sealed class EmbeddingBackward
{
    private readonly TrainableParameter? embedding;
    private readonly TrainableParameter? weight;
    private readonly TrainableParameter? bias;
    private readonly TensorPool pool;

    /// <summary>Looks up what is trained.</summary>
    public EmbeddingBackward(Llava model, TrainableSet set, TensorPool pool)
    {
        this.pool = pool;
        embedding = set.Find(model.Language.model.embed_tokens);
        weight = set.Find(model.Vision?.Projector.weight);
        bias = set.Find(model.Vision?.Projector.bias);
    }

    /// <summary>Whether the gradient of the decoder's input is of any use.</summary>
    public bool IsNeeded => embedding is not null || weight is not null;

    /// <summary>Adds up gradients.</summary>
    /// <param name="gradient">Of the decoder's input, [B·S, H].</param>
    /// <param name="plan">What stands where.</param>
    /// <param name="features">The tower's features [N·P, Hv]; null without pictures.</param>
    public void Add(Tensor gradient, SplicePlan plan, Tensor? features)
    {
        using var scope = NewDisposeScope();
        if (embedding is not null && plan.TextIds.Count > 0)
        {
            var rows = gradient.index_select(0, tensor(plan.TextPositions.ToArray())).to(ScalarType.Float32);
            embedding.Gradient.index_add_(0, tensor(plan.TextIds.ToArray()), rows, TensorArithmetic.One);
        }

        if (features is null || plan.Features.Count == 0 || weight is null || bias is null)
            return;
        var pictures = gradient.index_select(0, tensor(plan.FeaturePositions.ToArray()));
        GradientSum.AddProduct(weight, pictures, features.index_select(0, tensor(plan.Features.ToArray())), pool);
        GradientSum.Add(bias, pictures.sum([0L], type: ScalarType.Float32));
    }
}
