using Candor.Conversations.Templates;
using Candor.Studies.Manifest;
using Candor.Studies.Recipes;
using Candor.Studies.Running;

namespace Candor.Studies.Graph;

/// <summary>What is done in a step, as data; <see cref="IStudyWork"/> does it.</summary>
public abstract record StepWork;

/// <summary>A step that comes before the study proper and knows itself what to do.</summary>
/// <param name="Run">Does it.</param>
public sealed record PreparationWork(Action<StepContext> Run) : StepWork;

/// <summary>Makes a set of rows.</summary>
public sealed record RowsWork : StepWork
{
    /// <summary>The set.</summary>
    public required RowSetRecipe Set { get; init; }

    /// <summary>The rows it is made of, a full path.</summary>
    public required string Source { get; init; }

    /// <summary>The file to write, a full path.</summary>
    public required string Target { get; init; }

    /// <summary>The folder of the plain picture, a full path; null where no pictures are replaced.</summary>
    public string? BlankImages { get; init; }

    /// <summary>The rows of the sets it is matched with, full paths.</summary>
    public IReadOnlyList<string> Others { get; init; } = [];

    /// <summary>The training whose tokenizer and template count tokens; null where none are counted.</summary>
    public ResolvedTraining? Training { get; init; }
}

/// <summary>Trains.</summary>
/// <param name="Training">All options.</param>
/// <param name="Folder">The run folder of the training, a full path.</param>
/// <param name="Base">The base's name.</param>
/// <param name="Rows">The name of the set of rows.</param>
public sealed record TrainingWork(ResolvedTraining Training, string Folder, string Base, string Rows) : StepWork;

/// <summary>Asks a model.</summary>
public sealed record EvaluationWork : StepWork
{
    /// <summary>What logs call the model.</summary>
    public required string ModelName { get; init; }

    /// <summary>The name of the base that it is, or was tuned from.</summary>
    public required string BaseName { get; init; }

    /// <summary>The model's folder, or <c>pseudo:SEED</c>.</summary>
    public required string Model { get; init; }

    /// <summary>The base's folder where the model is an adapter, else null.</summary>
    public string? Base { get; init; }

    /// <summary>Names of tasks.</summary>
    public required IReadOnlyList<string> Tasks { get; init; }

    /// <summary>The conversation template with which pictures are asked about; null where there are none.</summary>
    public ConversationTemplate? Template { get; init; }

    /// <summary>The tower's folder; null where there are no pictures.</summary>
    public string? VisionTower { get; init; }

    /// <summary>Whether a blank picture takes each picture's place.</summary>
    public bool BlankImages { get; init; }

    /// <summary>Protocol, data, limit and how to compute.</summary>
    public required EvaluationRecipe Settings { get; init; }

    /// <summary>Where logs go, a full path.</summary>
    public required string Folder { get; init; }
}

/// <summary>Writes the table of contents of what is there.</summary>
/// <param name="Make">Makes it, given the steps that have no result.</param>
public sealed record ContentsWork(Func<IReadOnlyList<StudyGap>, StudyManifest> Make) : StepWork;

/// <summary>Writes the report from the logs.</summary>
public sealed record ReportWork : StepWork;
