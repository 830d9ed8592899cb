using Candor.Checkpoints;

namespace Candor.Training.Recipes;

/// <summary>What options must hold together.</summary>
internal static class RecipeRules
{
    /// <exception cref="InputException">Two options contradict each other.</exception>
    public static void CheckOptions(TrainingRecipe recipe, RecipeValues values)
    {
        var model = recipe.Model;
        if (values.Boolean("bf16", false) && model.Dtype != TensorDtype.BFloat16)
            throw values.Unexpected("dtype", "bf16 beside bf16: true");
        RequireTower(model, values);
        if (model.TuneProjectorOnly && recipe.Lora is not null)
            throw values.Unexpected("lora_enable", "false beside tune_mm_mlp_adapter: true (stage 1 trains the projector alone)");
        if (model.TuneProjectorOnly && model.FreezeProjector)
            throw values.Unexpected("freeze_mm_mlp_adapter", "false beside tune_mm_mlp_adapter: true");
        if (Path.TrimEndingDirectorySeparator(recipe.Output.Folder.FullPath) == Path.TrimEndingDirectorySeparator(model.BaseModel.FullPath))
            throw values.Unexpected("output_dir", "another folder than that of model_name_or_path");
        if (model.VisionTower is not null && recipe.Data.ImageFolder is null)
            throw values.Unexpected("image_folder", "the folder of the pictures beside a vision_tower");
    }

    /// <exception cref="InputException">A file or folder that an option names is absent.</exception>
    public static void CheckFiles(TrainingRecipe recipe, RecipeValues values)
    {
        var model = recipe.Model;
        RequireModel(model, values);
        RequireFile("data_path", recipe.Data.Data);
        RequireFile("pretrain_mm_mlp_adapter", model.PretrainedProjector);
        RequireFile("initial_tensors", model.InitialTensors);
        if (recipe.Data.ImageFolder is { } folder && !Directory.Exists(folder.FullPath))
            throw values.Unexpected("image_folder", $"a folder ({folder.FullPath})");

        void RequireFile(string key, RecipePath? file)
        {
            if (file is not null && !File.Exists(file.FullPath))
                throw values.Unexpected(key, $"a file ({file.FullPath})");
        }
    }

    private static void RequireModel(RecipeModel model, RecipeValues values)
    {
        var path = model.BaseModel.FullPath;
        var isFile = Checkpoint.IsGguf(path) && File.Exists(path);
        if (!isFile && !Directory.Exists(path))
            throw values.Unexpected("model_name_or_path", $"the folder of a model or a .gguf file ({path})");
        if (isFile && model.VisionTower is not null)
            throw values.Unexpected("model_name_or_path", "a folder beside a vision_tower (candor convert makes one of a .gguf file)");
    }

    private static void RequireTower(RecipeModel model, RecipeValues values)
    {
        if (model.VisionTower is not null)
            return;
        foreach (var key in new[] { "tune_mm_mlp_adapter", "freeze_mm_mlp_adapter", "mm_use_im_start_end" })
        {
            if (values.Boolean(key, false))
                throw values.Unexpected(key, "a vision_tower beside it");
        }

        if (model.PretrainedProjector is not null)
            throw values.Unexpected("pretrain_mm_mlp_adapter", "a vision_tower beside it");
    }
}
