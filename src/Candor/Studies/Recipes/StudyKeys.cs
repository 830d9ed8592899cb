namespace Candor.Studies.Recipes;

/// <summary>The training options that a study sets itself, from its bases, rows and folders.</summary>
internal static class StudyKeys
{
    /// <summary>With what sets each.</summary>
    public static readonly IReadOnlyDictionary<string, string> SetByTheStudy = new Dictionary<string, string>
    {
        ["model_name_or_path"] = "bases",
        ["data_path"] = "rows",
        ["image_folder"] = "rows",
        ["output_dir"] = "output_dir of the study",
        ["overwrite_output_dir"] = "the steps' states",
    };

    /// <summary>Options that mean something only beside a vision tower.</summary>
    public static readonly IReadOnlyList<string> OfSight =
    [
        "image_aspect_ratio", "mm_use_im_patch_token", "mm_use_im_start_end", "mm_vision_select_feature", "mm_vision_select_layer",
        "pretrain_mm_mlp_adapter", "freeze_mm_mlp_adapter", "tune_mm_mlp_adapter",
    ];
}
