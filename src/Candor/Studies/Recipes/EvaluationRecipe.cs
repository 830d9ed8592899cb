using Candor.Training.Recipes;

namespace Candor.Studies.Recipes;

/// <summary>What every model of a study is asked.</summary>
public sealed record EvaluationRecipe
{
    /// <summary><c>protocol</c>: whose rules.</summary>
    public required string Protocol { get; init; }

    /// <summary><c>data</c>: the folder of the benchmarks.</summary>
    public required RecipePath Data { get; init; }

    /// <summary><c>tasks</c> of text.</summary>
    public required IReadOnlyList<string> Tasks { get; init; }

    /// <summary><c>pictures</c>: tasks with pictures, asked of models that see.</summary>
    public required IReadOnlyList<string> Pictures { get; init; }

    /// <summary><c>limit</c>: documents a task, or null for all.</summary>
    public int? Limit { get; init; }

    /// <summary><c>limits</c>: documents of single tasks, by name; they go before <see cref="Limit"/>.</summary>
    public IReadOnlyDictionary<string, int> Limits { get; init; } = new Dictionary<string, int>();

    /// <summary><c>num_fewshot</c>: solved examples before each document.</summary>
    public int FewshotCount { get; init; }

    /// <summary><c>dtype</c>: as <c>candor eval --dtype</c>.</summary>
    public required string Dtype { get; init; }

    /// <summary><c>batch_size</c>: rows of a forward pass, or null for the engine's own choice.</summary>
    public int? BatchSize { get; init; }

    /// <summary><c>threads</c> to compute with, or null for one a core.</summary>
    public int? Threads { get; init; }
}
