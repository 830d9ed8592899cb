namespace Candor.Studies.Recipes;

/// <summary>A key that a mapping of a study file may have: one table for the reader, its errors and the JSON Schema.</summary>
/// <param name="Name">The key.</param>
/// <param name="Kind">What stands behind it.</param>
/// <param name="Description">For people who complete it in an editor.</param>
internal sealed record StudyKey(string Name, StudyKeyKind Kind, string Description)
{
    /// <summary>Whether it must be there.</summary>
    public bool IsRequired { get; init; }

    /// <summary>The words of a <see cref="StudyKeyKind.Choice"/>.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>The mapping behind the key, or each of several.</summary>
    public StudyMapping? Mapping { get; init; }
}

/// <summary>A mapping of a study file.</summary>
/// <param name="Name">Its name in the schema.</param>
/// <param name="Keys">Its own keys.</param>
/// <param name="TakesTrainingOptions">Whether options of a training file stand among them.</param>
internal sealed record StudyMapping(string Name, IReadOnlyList<StudyKey> Keys, bool TakesTrainingOptions = false);

/// <summary>What stands behind a key.</summary>
internal enum StudyKeyKind
{
    /// <summary>A text.</summary>
    Text,

    /// <summary>A file or folder.</summary>
    Path,

    /// <summary>One of some words.</summary>
    Choice,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A text, or a list of texts.</summary>
    Texts,

    /// <summary>A whole number, or a list of them.</summary>
    Integers,

    /// <summary>A mapping.</summary>
    Mapping,

    /// <summary>Names, with a mapping behind each.</summary>
    Named,

    /// <summary>A list of mappings.</summary>
    List,
}
