using Candor.Checkpoints;
using Candor.Conversations.Vocabulary;
using Candor.Torch.Models;
using Candor.Training.Recipes;

namespace Candor.Torch.Training.Running;

/// <summary>A model in training with where it came from: all that its files are written from.</summary>
internal sealed record TunedModel
{
    /// <summary>The run.</summary>
    public required TrainingRecipe Recipe { get; init; }

    /// <summary>The model.</summary>
    public required Llava Model { get; init; }

    /// <summary>What of it is trained.</summary>
    public required TrainableSet Trained { get; init; }

    /// <summary>The tokenizer and the tokens that were added.</summary>
    public required AddedTokenPlan Tokens { get; init; }

    /// <summary>The vision tower, or null.</summary>
    public ClipVisionFolder? Tower { get; init; }

    /// <summary>The base model's folder, or its GGUF file.</summary>
    public string BaseFolder => Recipe.Model.BaseModel.FullPath;
}
