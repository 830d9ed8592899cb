using Candor.Training.Recipes;

namespace Candor.Studies.Recipes;

/// <summary>A study as its file describes it: bases, ways of tuning them, and what every model is asked.</summary>
public sealed record StudyRecipe
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>One line for people.</summary>
    public required string Title { get; init; }

    /// <summary>What the report says in its head, as it stands.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Why the study says nothing about real models, or null where it may.</summary>
    public string? ClaimsNothingBecause { get; init; }

    /// <summary>The run folder: <c>output_dir</c>, else <c>runs/NAME</c> in the current folder. A full path.</summary>
    public required string Folder { get; init; }

    /// <summary>The base models, in the file's order.</summary>
    public required IReadOnlyList<BaseRecipe> Bases { get; init; }

    /// <summary>The sets of training rows, in the file's order.</summary>
    public required IReadOnlyList<RowSetRecipe> RowSets { get; init; }

    /// <summary>Stage 1, or null where no projector is trained first.</summary>
    public StageRecipe? Stage1 { get; init; }

    /// <summary>The ways of tuning, in the file's order: those of <c>only</c> where it is given.</summary>
    public required IReadOnlyList<ArmRecipe> Arms { get; init; }

    /// <summary>What every model is asked.</summary>
    public required EvaluationRecipe Evaluation { get; init; }

    /// <summary>Pairs of arms that are compared, beside every arm with its base.</summary>
    public required IReadOnlyList<ComparisonRecipe> Comparisons { get; init; }

    /// <summary><c>reference_figures</c>: a CSV file of scores that others measured for these models, or null.</summary>
    public RecipePath? ReferenceFigures { get; init; }

    /// <summary>What a plan counts with.</summary>
    public required MachineRecipe Machine { get; init; }

    /// <summary>Defaults of every training: <c>training</c>.</summary>
    public required IReadOnlyDictionary<string, RecipeEntry> Training { get; init; }

    /// <summary>SHA-256 of what the file says with overrides applied, but for where results go and what machine a plan is made for.</summary>
    public required string Sha256 { get; init; }

    /// <summary>A set of rows by its name.</summary>
    /// <exception cref="KeyNotFoundException">There is none; the reader has checked all names in the file.</exception>
    public RowSetRecipe RowSet(string name) => RowSets.FirstOrDefault(set => set.Name == name) ?? throw new KeyNotFoundException(name);
}
