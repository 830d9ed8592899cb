using System.Globalization;
using Candor.Checkpoints;
using Candor.Training.Recipes;

namespace Candor.Studies.Recipes;

/// <summary>
/// Puts a training's options together. What stands nearest to it wins: the arm's own, then its base's <c>training</c>, then the study's.
/// </summary>
public static class TrainingResolver
{
    /// <summary>Stage 1 of a base.</summary>
    /// <exception cref="InputException">A value cannot be, or options contradict each other.</exception>
    public static ResolvedTraining Stage1(StudyRecipe recipe, BaseRecipe model)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(model);
        var stage = recipe.Stage1!;
        var options = Merge(recipe, model, stage.Options);
        options["tune_mm_mlp_adapter"] = new RecipeEntry("tune_mm_mlp_adapter", "true", "stage1", "");
        options.Remove("pretrain_mm_mlp_adapter");
        options.Remove("freeze_mm_mlp_adapter");
        foreach (var key in options.Keys.Where(key => key.StartsWith("lora_", StringComparison.Ordinal)).ToList())
            options.Remove(key);
        SetPaths(recipe, model, recipe.RowSet(stage.Rows), options);
        return Resolve($"{model.Name}/stage1", model, options);
    }

    /// <summary>A training of an arm.</summary>
    /// <param name="recipe">The study.</param>
    /// <param name="model">The base.</param>
    /// <param name="arm">The arm.</param>
    /// <param name="seed">The seed, or null for that of the options.</param>
    /// <exception cref="InputException">A value cannot be, or options contradict each other.</exception>
    public static ResolvedTraining Arm(StudyRecipe recipe, BaseRecipe model, ArmRecipe arm, int? seed)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(arm);
        var options = Merge(recipe, model, arm.Options);
        if (seed is { } number)
            options["seed"] = new RecipeEntry("seed", number.ToString(CultureInfo.InvariantCulture), $"arms.{arm.Name}.seeds", "");
        SetPaths(recipe, model, recipe.RowSet(arm.Rows), options);
        if (recipe.Stage1 is not null && options.ContainsKey("vision_tower"))
        {
            var projector = StudyFolders.Full(recipe, StudyFolders.Stage1(model.Name) + "/" + StudyFolders.Projector);
            options.TryAdd("pretrain_mm_mlp_adapter", new RecipeEntry("pretrain_mm_mlp_adapter", projector, "stage1", ""));
        }

        return Resolve($"{model.Name}/{arm.Name}", model, options);
    }

    private static Dictionary<string, RecipeEntry> Merge(StudyRecipe recipe, BaseRecipe model, IReadOnlyDictionary<string, RecipeEntry> own)
    {
        var options = new Dictionary<string, RecipeEntry>(StringComparer.Ordinal);
        foreach (var (key, entry) in recipe.Training.Concat(model.Training))
            options[key] = entry;
        if (!options.ContainsKey("vision_tower") && model.VisionTower is { } tower)
            options["vision_tower"] = new RecipeEntry("vision_tower", tower.Text, $"bases.{model.Name}", tower.Folder);
        var sees = (own.GetValueOrDefault("vision_tower") ?? options.GetValueOrDefault("vision_tower")) is { Text: not null };
        if (!sees)
        {
            // What the study says of sight is meant for those that see.
            foreach (var key in StudyKeys.OfSight.Append("vision_tower"))
                options.Remove(key);
        }

        foreach (var (key, entry) in own.Where(pair => sees || pair.Key != "vision_tower"))
            options[key] = entry;
        return options;
    }

    private static void SetPaths(StudyRecipe recipe, BaseRecipe model, RowSetRecipe set, Dictionary<string, RecipeEntry> options)
    {
        Set("model_name_or_path", model.Model.FullPath, $"bases.{model.Name}");
        Set("data_path", RowSetFiles.Data(recipe, set), $"rows.{set.Name}");
        if (options.ContainsKey("vision_tower") && RowSetFiles.Images(recipe, set) is { } images)
            Set("image_folder", images, $"rows.{set.Name}");

        void Set(string key, string path, string place) => options[key] = new RecipeEntry(key, path, place, "");
    }

    private static ResolvedTraining Resolve(string name, BaseRecipe model, Dictionary<string, RecipeEntry> options)
    {
        var values = new RecipeValues(options);
        var training = RecipeReader.Build(name, values);
        RecipeRules.CheckOptions(training, values);
        var kinds = RecipeReader.Options.ToDictionary(option => option.Name, StringComparer.Ordinal);
        var isPath = options.Values.Where(entry => entry.Text is not null).ToLookup(entry => kinds[entry.Key].Kind == RecipeOptionKind.Path);
        return new ResolvedTraining
        {
            Recipe = training,
            Values = new SortedDictionary<string, string>(
                training.Values.Where(pair => kinds[pair.Key].Kind != RecipeOptionKind.Path && pair.Value != kinds[pair.Key].Default)
                    .ToDictionary(), StringComparer.Ordinal),
            Paths = new SortedDictionary<string, string>(
                isPath[true].ToDictionary(
                    entry => entry.Key,
                    entry => entry.Key == "vision_tower" ? Tower(entry.Text!, entry.Folder, model) : Path.GetFullPath(Path.Combine(entry.Folder, entry.Text!))),
                StringComparer.Ordinal),
        };
    }

    /// <summary>The folder of a base's tower, or where it would be; null for a base without sight.</summary>
    public static string? Tower(BaseRecipe model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.VisionTower is { } tower ? Tower(tower.Text, tower.Folder, model) : null;
    }

    private static string Tower(string text, string folder, BaseRecipe model)
    {
        try
        {
            return VisionTowerFinder.Find(text, folder, model.Model.FullPath);
        }
        catch (InputException)
        {
            // A step may make it, and a plan needs no weights; before a run, what is missing is named.
            return Path.GetFullPath(Path.Combine(folder, text));
        }
    }
}
