namespace Candor.Training.Recipes;

/// <summary>
/// One training run as its file describes it. Names and defaults of options are the reference's (LLaVA v1.0's <c>train.py</c> and the
/// Hugging Face Trainer's), so that a published command line turns into a file word for word.
/// </summary>
public sealed record TrainingRecipe
{
    /// <summary>The file's name without its extension.</summary>
    public required string Name { get; init; }

    /// <summary>The base model and its sight.</summary>
    public required RecipeModel Model { get; init; }

    /// <summary>The rows.</summary>
    public required RecipeData Data { get; init; }

    /// <summary>Adapters (<c>lora_enable</c>), or null where weights themselves are trained.</summary>
    public RecipeLora? Lora { get; init; }

    /// <summary>Steps, learning rate, AdamW.</summary>
    public required RecipeOptimization Optimization { get; init; }

    /// <summary>What is written, and when.</summary>
    public required RecipeOutput Output { get; init; }

    /// <summary>
    /// Every option by its name in the file with the value used, as text. A run is continued only under the same values, but for those
    /// of <see cref="RecipeOutput"/> and the number of threads.
    /// </summary>
    public required IReadOnlyDictionary<string, string> Values { get; init; }

    /// <summary>Options of the file that the reference takes and that change nothing here.</summary>
    public required IReadOnlyList<string> WithoutEffect { get; init; }
}
