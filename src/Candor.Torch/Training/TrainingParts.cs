using Candor.Checkpoints;
using Candor.Conversations.Vocabulary;
using Candor.Torch.Weights;

namespace Candor.Torch.Training;

/// <summary>What a model that is to be trained is made of.</summary>
public sealed record TrainingParts
{
    /// <summary>The decoder's shape.</summary>
    public required LlamaConfig Config { get; init; }

    /// <summary>Its weights; may be closed afterwards.</summary>
    public required ITensorSource Weights { get; init; }

    /// <summary>Type to compute in. With bf16, values that are trained are kept in fp32 beside it.</summary>
    public ComputeDtype Dtype { get; init; } = ComputeDtype.Float32;

    /// <summary>What is trained.</summary>
    public required TuningOptions Tuning { get; init; }

    /// <summary>Tokens added to the vocabulary.</summary>
    public IReadOnlyList<AddedTokenRow> AddedRows { get; init; } = [];

    /// <summary><c>vision_tower</c>; null for a model of text alone.</summary>
    public ClipVisionFolder? Tower { get; init; }

    /// <summary><c>mm_vision_select_layer</c>.</summary>
    public int SelectLayer { get; init; } = -2;

    /// <summary><c>mm_vision_select_feature</c>.</summary>
    public VisionSelectFeature SelectFeature { get; init; } = VisionSelectFeature.Patch;

    /// <summary>The projector that the base model brings along, where it is a whole LLaVA model.</summary>
    public ITensorSource? Projector { get; init; }

    /// <summary><c>pretrain_mm_mlp_adapter</c>: what stage 1 saved; it goes before <see cref="Projector"/>.</summary>
    public ITensorSource? Pretrained { get; init; }

    /// <summary><c>initial_tensors</c>: values in place of random ones.</summary>
    public ITensorSource? InitialTensors { get; init; }

    /// <summary><c>initializer_range</c>: deviation of rows that start at random.</summary>
    public double InitializerRange { get; init; } = 0.02;

    /// <summary>Draws what starts at random.</summary>
    public int Seed { get; init; } = 42;
}
