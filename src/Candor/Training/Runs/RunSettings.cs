using Candor.Training.Logs;
using Candor.Training.Recipes;

namespace Candor.Training.Runs;

/// <summary>What a run is, beside its trainer.</summary>
public sealed record RunSettings
{
    /// <summary>Folder, checkpoints, log entries.</summary>
    public required RecipeOutput Output { get; init; }

    /// <summary>What became of the rows of the file.</summary>
    public required RowSummary Rows { get; init; }

    /// <summary>Which rows come when.</summary>
    public required BatchPlan Plan { get; init; }

    /// <summary>Options and digests of inputs by name: a run is continued only where they are the same.</summary>
    public required IReadOnlyDictionary<string, string> Identity { get; init; }
}
