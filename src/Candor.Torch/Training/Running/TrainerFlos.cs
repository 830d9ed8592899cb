using Candor.Checkpoints;
using Candor.Torch.Models;
using Candor.Torch.Weights;

namespace Candor.Torch.Training.Running;

/// <summary>The Trainer's count of floating-point operations: 6 for each id of a batch and each parameter that is in no embedding.</summary>
internal static class TrainerFlos
{
    /// <summary>Parameters of the whole model, adapters and tower among them, but for <c>nn.Embedding</c>s.</summary>
    public static long ParametersOutsideEmbeddings(Llava model, TrainableSet trained)
    {
        var language = NamedWeights.Of(model.Language).Sum(pair => pair.Value.numel()) - model.Language.model.embed_tokens.numel();
        var adapters = trained.Parameters
            .Where(parameter => parameter.Name.Contains(".lora_", StringComparison.Ordinal))
            .Sum(parameter => parameter.Master.numel());
        if (model.Vision is not { } vision)
            return language + adapters;
        // All weights that the tower's file has, its unused last norm too.
        var tower = ClipVisionTensors.Expected(vision.Tower.Config)
            .Where(tensor => tensor.Name != ClipVisionTensors.PositionEmbedding)
            .Sum(tensor => tensor.Shape.Aggregate(1L, (product, size) => product * size));
        return language + adapters + tower + vision.Projector.parameters().Sum(parameter => parameter.numel());
    }
}
