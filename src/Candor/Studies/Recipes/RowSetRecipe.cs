using Candor.Conversations;
using Candor.Training.Recipes;

namespace Candor.Studies.Recipes;

/// <summary>A set of training rows: a file, or made of another set.</summary>
public sealed record RowSetRecipe
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary><c>data_path</c>: the file of a set that is not made of another.</summary>
    public RecipePath? Data { get; init; }

    /// <summary><c>imported_from</c>: a file of another format that <c>candor data import</c> reads, or null.</summary>
    public RecipePath? ImportedFrom { get; init; }

    /// <summary><c>image_folder</c>: what the rows' pictures are relative to, or null.</summary>
    public RecipePath? ImageFolder { get; init; }

    /// <summary><c>text_twin_of</c>: the set whose pictures are taken away, or null.</summary>
    public string? TextTwinOf { get; init; }

    /// <summary><c>form</c> of a text-only twin.</summary>
    public TextTwinForm Form { get; init; }

    /// <summary><c>blank_images_of</c>: the set each of whose pictures a plain one replaces, or null.</summary>
    public string? BlankImagesOf { get; init; }

    /// <summary><c>match_supervised_tokens_with</c>: sets with which this one is made equal in tokens that carry loss; empty for none.</summary>
    public IReadOnlyList<string> MatchedWith { get; init; } = [];

    /// <summary><c>expected_rows</c>: rows to plan with where the file is not there.</summary>
    public int? ExpectedRows { get; init; }

    /// <summary><c>expected_tokens_per_row</c>: text tokens to plan with where the file is not there.</summary>
    public int? ExpectedTokensPerRow { get; init; }

    /// <summary>The set it is made of, or null.</summary>
    public string? Source => TextTwinOf ?? BlankImagesOf;
}
