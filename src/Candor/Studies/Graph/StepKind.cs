namespace Candor.Studies.Graph;

/// <summary>What a step does.</summary>
public enum StepKind
{
    /// <summary>Makes something the study starts from: data, a base model.</summary>
    Preparation,

    /// <summary>Makes a set of rows out of another.</summary>
    Rows,

    /// <summary>Trains a projector.</summary>
    Stage1,

    /// <summary>Trains a variant.</summary>
    Training,

    /// <summary>Asks a model.</summary>
    Evaluation,

    /// <summary>Writes study.json.</summary>
    Contents,

    /// <summary>Writes the report.</summary>
    Report,
}
