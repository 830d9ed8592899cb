namespace Candor.Training.Recipes;

/// <summary>What the value of an option is.</summary>
public enum RecipeOptionKind
{
    /// <summary>Any text.</summary>
    Text,

    /// <summary>A file or a folder.</summary>
    Path,

    /// <summary>One of some words.</summary>
    Choice,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A number.</summary>
    Number,

    /// <summary>An option of the reference that changes nothing here.</summary>
    WithoutEffect,
}
