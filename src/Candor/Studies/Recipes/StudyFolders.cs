using System.Globalization;

namespace Candor.Studies.Recipes;

/// <summary>Where a study keeps what it makes: paths relative to the run folder, with forward slashes.</summary>
internal static class StudyFolders
{
    /// <summary>The projector that stage 1 ends with.</summary>
    public const string Projector = "mm_projector.safetensors";

    /// <summary>A set of rows that the study makes.</summary>
    public static string Rows(string set) => $"rows/{set}.json";

    /// <summary>The plain picture of a set with blank pictures, in a folder of its own.</summary>
    public static string BlankImages(string set) => $"rows/{set}-images";

    /// <summary>Stage 1 of a base.</summary>
    public static string Stage1(string model) => $"models/{model}/stage1";

    /// <summary>A training of an arm.</summary>
    public static string Training(string model, string arm, int seed) => $"models/{model}/{Replicate(arm, seed)}";

    /// <summary>An evaluation of a base.</summary>
    public static string Evaluation(string model) => $"evaluations/{model}/base";

    /// <summary>An evaluation of an arm.</summary>
    public static string Evaluation(string model, string arm, int seed) => $"evaluations/{model}/{Replicate(arm, seed)}";

    /// <summary>The same with blank pictures.</summary>
    public static string BlankEvaluation(string model, string arm, int seed) => Evaluation(model, arm, seed) + "-blank";

    /// <summary>An arm with its seed.</summary>
    public static string Replicate(string arm, int seed) => string.Create(CultureInfo.InvariantCulture, $"{arm}-{seed}");

    /// <summary>The full path of one of these.</summary>
    public static string Full(StudyRecipe recipe, string relative) => Path.Combine([recipe.Folder, .. relative.Split('/')]);
}
