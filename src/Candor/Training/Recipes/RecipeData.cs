using Candor.Conversations.Auditing;

namespace Candor.Training.Recipes;

/// <summary>The rows: the reference's <c>DataArguments</c>.</summary>
public sealed record RecipeData
{
    /// <summary><c>data_path</c>: rows in LLaVA's JSON.</summary>
    public required RecipePath Data { get; init; }

    /// <summary><c>image_folder</c>: what the rows' <c>image</c> is relative to, or null in a run without pictures.</summary>
    public RecipePath? ImageFolder { get; init; }

    /// <summary><c>image_aspect_ratio</c>: <c>square</c>, or <c>pad</c> to a square canvas first.</summary>
    public required string ImageAspectRatio { get; init; }

    /// <summary><c>on_bad_image</c>: what a missing or broken picture does.</summary>
    public required BadImagePolicy OnBadImage { get; init; }

    /// <summary><c>model_max_length</c>: tokens of a row before pictures are spliced in.</summary>
    public required int ModelMaxLength { get; init; }
}
