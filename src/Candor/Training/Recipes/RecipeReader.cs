using Candor.Checkpoints;
using Candor.Conversations.Auditing;

namespace Candor.Training.Recipes;

/// <summary>Reads and checks a training file.</summary>
public static class RecipeReader
{
    /// <summary>Options of the reference's command lines that have no bearing here.</summary>
    private static readonly string[] WithoutEffect =
    [
        "cache_dir", "dataloader_num_workers", "deepspeed", "double_quant", "group_by_modality_length", "image_grid_pinpoints", "is_multimodal",
        "lazy_preprocess", "mpt_attn_impl", "per_device_eval_batch_size", "quant_type", "remove_unused_columns", "report_to", "run_name", "tf32",
    ];

    /// <summary>Reads a file.</summary>
    /// <param name="path">A YAML mapping; paths in it are relative to its folder.</param>
    /// <param name="overrides"><c>key=value</c> arguments, which go before the file; paths in them are relative to the current folder.</param>
    /// <exception cref="InputException">Names the line, the option, what was expected and what was found.</exception>
    public static TrainingRecipe Read(string path, IEnumerable<string> overrides)
    {
        ArgumentNullException.ThrowIfNull(overrides);
        var values = new RecipeValues(RecipeFile.Read(path, overrides));
        var recipe = Build(Path.GetFileNameWithoutExtension(path), values);
        foreach (var (key, found) in new[] { ("model_name_or_path", recipe.Model.BaseModel), ("data_path", recipe.Data.Data) })
        {
            if (found.Text.Length == 0)
                throw new InputException($"{path}: {key}: expected a value, found none");
        }

        RecipeRules.CheckOptions(recipe, values);
        RecipeRules.CheckFiles(recipe, values);
        return recipe;
    }

    /// <summary>Every option that a training file may have, with its kind and its default.</summary>
    public static IReadOnlyList<RecipeOption> Options { get; } = ListOptions();

    /// <summary>Makes a recipe of options; no file that they name is looked at.</summary>
    /// <exception cref="InputException">An unknown option, or a value that cannot be.</exception>
    internal static TrainingRecipe Build(string name, RecipeValues values)
    {
        values.Accept(WithoutEffect);
        RefuseUnsupported(values);
        var (model, data) = (values.PathOf("model_name_or_path"), values.PathOf("data_path"));
        var recipe = new TrainingRecipe
        {
            Name = name,
            Model = ReadModel(values, model),
            Data = ReadData(values, data),
            Lora = ReadLora(values),
            Optimization = ReadOptimization(values),
            Output = ReadOutput(values, name),
            Values = values.Effective,
            WithoutEffect = [.. values.WithoutEffect],
        };
        values.RefuseUnknown();
        return recipe;
    }

    /// <summary>What reading asks for is what there is.</summary>
    private static IReadOnlyList<RecipeOption> ListOptions()
    {
        var values = new RecipeValues(new Dictionary<string, RecipeEntry>());
        Build("", values);
        return values.Options;
    }

    private static void RefuseUnsupported(RecipeValues values)
    {
        if (values.Boolean("fp16", false))
            throw values.Unexpected("fp16", "false (training computes in bf16 or fp32)");
        if (values.Boolean("freeze_backbone", false))
            throw values.Unexpected("freeze_backbone", "false (tune_mm_mlp_adapter: true trains the projector alone)");
        values.Integer("bits", 16, 16, 16);
        values.Choice("optim", "adamw_torch", "adamw_torch", "adamw_torch_fused", "adamw_hf");
        values.Choice("evaluation_strategy", "no", "no");
        values.Choice("data_rng", "torch", "torch");
    }

    private static RecipeModel ReadModel(RecipeValues values, RecipePath? model) => new()
    {
        BaseModel = model ?? new RecipePath("", ""),
        Version = values.Text("version") ?? "v0",
        VisionTower = values.PathOf("vision_tower"),
        VisionSelectLayer = values.Integer("mm_vision_select_layer", -1, int.MinValue),
        VisionSelectFeature = values.Choice("mm_vision_select_feature", "patch", "patch", "cls_patch"),
        PretrainedProjector = values.PathOf("pretrain_mm_mlp_adapter"),
        TuneProjectorOnly = values.Boolean("tune_mm_mlp_adapter", false),
        FreezeProjector = values.Boolean("freeze_mm_mlp_adapter", false),
        UsesStartEnd = values.Boolean("mm_use_im_start_end", false),
        UsesPatchToken = values.Boolean("mm_use_im_patch_token", true),
        InitialTensors = values.PathOf("initial_tensors"),
        Dtype = ReadDtype(values),
    };

    private static TensorDtype ReadDtype(RecipeValues values)
    {
        var otherwise = values.Boolean("bf16", false) ? "bf16" : "fp32";
        return values.Choice("dtype", otherwise, "fp32", "bf16") == "bf16" ? TensorDtype.BFloat16 : TensorDtype.Float32;
    }

    private static RecipeData ReadData(RecipeValues values, RecipePath? data) => new()
    {
        Data = data ?? new RecipePath("", ""),
        ImageFolder = values.PathOf("image_folder"),
        ImageAspectRatio = values.Choice("image_aspect_ratio", "square", "square", "pad"),
        OnBadImage = values.Choice("on_bad_image", "fail", "fail", "skip") == "skip" ? BadImagePolicy.Skip : BadImagePolicy.Fail,
        ModelMaxLength = values.Integer("model_max_length", 512, 1),
    };

    private static RecipeLora? ReadLora(RecipeValues values)
    {
        var lora = new RecipeLora
        {
            Rank = values.Integer("lora_r", 64, 1),
            Alpha = values.Integer("lora_alpha", 16, 1),
            Dropout = values.Number("lora_dropout", 0.05, 0, 0.999),
            Bias = values.Choice("lora_bias", "none", "none", "all", "lora_only"),
        };
        return values.Boolean("lora_enable", false) ? lora : null;
    }

    private static RecipeOptimization ReadOptimization(RecipeValues values)
    {
        var kind = values.Choice("lr_scheduler_type", "linear", "linear", "cosine", "constant", "constant_with_warmup");
        return new RecipeOptimization
        {
            Epochs = values.Number("num_train_epochs", 3, 1e-9, 1e6),
            MaxSteps = values.Integer("max_steps", -1, -1) is > 0 and var steps ? steps : null,
            BatchSize = values.Integer("per_device_train_batch_size", 8, 1),
            AccumulationSteps = values.Integer("gradient_accumulation_steps", 1, 1),
            Schedule = new RecipeSchedule(
                Enum.Parse<SchedulerType>(kind.Replace("_", "", StringComparison.Ordinal), ignoreCase: true),
                values.Number("learning_rate", 5e-5, 0),
                values.Number("warmup_ratio", 0, 0, 1),
                values.Integer("warmup_steps", 0, 0)),
            WeightDecay = values.Number("weight_decay", 0, 0),
            Beta1 = values.Number("adam_beta1", 0.9, 0, 0.999999),
            Beta2 = values.Number("adam_beta2", 0.999, 0, 0.999999),
            Epsilon = values.Number("adam_epsilon", 1e-8, 0),
            MaxGradNorm = values.Number("max_grad_norm", 1, 0) is > 0 and var norm ? norm : null,
            Seed = values.Integer("seed", 42, 0),
            StepsOnEmptyBatch = values.Choice("on_empty_batch", "skip", "skip", "step") == "step",
            GradientCheckpointing = values.Boolean("gradient_checkpointing", false),
            Threads = values.Integer("threads", null, 1, 4096),
        };
    }

    private static RecipeOutput ReadOutput(RecipeValues values, string name) => new()
    {
        Folder = values.PathOf("output_dir") ?? new RecipePath($"runs/{name}", Path.GetFullPath(Path.Combine("runs", name))),
        Strategy = Enum.Parse<SaveStrategy>(values.Choice("save_strategy", "steps", "steps", "epoch", "no"), ignoreCase: true),
        SaveSteps = values.Integer("save_steps", 500, 1),
        SaveTotalLimit = values.Integer("save_total_limit", null, 1),
        SavesBin = values.Boolean("save_bin", false),
        LoggingSteps = values.Integer("logging_steps", 1, 1),
        StartsAnew = values.Boolean("overwrite_output_dir", false),
    };
}
