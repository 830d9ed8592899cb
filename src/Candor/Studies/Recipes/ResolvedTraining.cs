using Candor.Training.Recipes;

namespace Candor.Studies.Recipes;

/// <summary>A training of a study with all its options: the study's, the base's and the arm's put together.</summary>
public sealed record ResolvedTraining
{
    /// <summary>The training.</summary>
    public required TrainingRecipe Recipe { get; init; }

    /// <summary>Options with another value than their default, but for paths: by name.</summary>
    public required IReadOnlyDictionary<string, string> Values { get; init; }

    /// <summary>Options that are files or folders, as full paths: by name. A tower that is not found stands by its name.</summary>
    public required IReadOnlyDictionary<string, string> Paths { get; init; }

    /// <summary>What it trains: <c>projector</c>, <c>lora</c> or <c>full</c>.</summary>
    public string Tuning => Recipe.Model.TuneProjectorOnly ? "projector" : Recipe.Lora is null ? "full" : "lora";
}
