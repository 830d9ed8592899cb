using Candor.Evaluation.Protocols;
using Candor.Evaluation.Tasks;

namespace Candor.Studies.Recipes;

/// <summary>Every key of a study file.</summary>
internal static class StudyKeys
{
    /// <summary>The training options that a study sets itself, and from what.</summary>
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

    /// <summary>Options of every training.</summary>
    public static readonly StudyMapping Training = new("training", [], TakesTrainingOptions: true);

    /// <summary>A base.</summary>
    public static readonly StudyMapping Base = new("base",
    [
        new("model", StudyKeyKind.Path, "folder of the base model, a .gguf file, or pseudo:SEED") { IsRequired = true },
        new("vision_tower", StudyKeyKind.Path, "its tower: a folder, or a name in the Hugging Face cache; without it the model does not see"),
        new("config", StudyKeyKind.Path, "a config.json to plan with where the weights are not there"),
        new("vision_config", StudyKeyKind.Path, "the tower's config.json to plan with"),
        new("training", StudyKeyKind.Mapping, "training options of this base") { Mapping = Training },
    ]);

    /// <summary>A set of rows.</summary>
    public static readonly StudyMapping Rows = new("rows",
    [
        new("data_path", StudyKeyKind.Path, "rows in LLaVA's JSON"),
        new("imported_from", StudyKeyKind.Path, "rows of another format, which candor data import reads"),
        new("image_folder", StudyKeyKind.Path, "what the rows' pictures are relative to"),
        new("text_twin_of", StudyKeyKind.Text, "the set whose pictures are taken away"),
        new("form", StudyKeyKind.Choice, "of a text twin: fair, or as the authors made theirs") { Choices = ["fair", "authors"] },
        new("blank_images_of", StudyKeyKind.Text, "the set each of whose pictures a plain one replaces"),
        new("match_supervised_tokens_with", StudyKeyKind.Texts, "sets with which this one is made equal in tokens that carry loss"),
        new("expected_rows", StudyKeyKind.Integer, "rows to plan with where the file is not there"),
        new("expected_tokens_per_row", StudyKeyKind.Integer, "text tokens to plan with where the file is not there"),
    ]);

    /// <summary>Stage 1.</summary>
    public static readonly StudyMapping Stage1 = new("stage1",
    [
        new("rows", StudyKeyKind.Text, "the set of rows") { IsRequired = true },
    ], TakesTrainingOptions: true);

    /// <summary>An arm.</summary>
    public static readonly StudyMapping Arm = new("arm",
    [
        new("rows", StudyKeyKind.Text, "the set of rows") { IsRequired = true },
        new("seeds", StudyKeyKind.Integers, "one training each"),
        new("bases", StudyKeyKind.Texts, "the bases it is made of; without it all"),
    ], TakesTrainingOptions: true);

    /// <summary>Documents of single tasks.</summary>
    public static readonly StudyMapping Limits =
        new("limits", [.. TaskRegistry.All.Select(task => new StudyKey(task.Name, StudyKeyKind.Integer, "documents of it"))]);

    /// <summary>What models are asked.</summary>
    public static readonly StudyMapping Evaluation = new("evaluation",
    [
        new("protocol", StudyKeyKind.Choice, "whose rules") { Choices = [.. ProtocolRegistry.All.Select(protocol => protocol.Name)] },
        new("data", StudyKeyKind.Path, "folder of the benchmarks, in the official layouts") { IsRequired = true },
        new("tasks", StudyKeyKind.Texts, "tasks of text"),
        new("pictures", StudyKeyKind.Texts, "tasks with pictures, asked of models that see, and again with blank pictures"),
        new("limit", StudyKeyKind.Integer, "documents a task"),
        new("limits", StudyKeyKind.Mapping, "documents of single tasks; they go before limit") { Mapping = Limits },
        new("num_fewshot", StudyKeyKind.Integer, "solved examples before each document"),
        new("dtype", StudyKeyKind.Choice, "computing type") { Choices = ["auto", "fp32", "bf16", "fp16"] },
        new("batch_size", StudyKeyKind.Integer, "rows of a forward pass; scores do not depend on it"),
        new("threads", StudyKeyKind.Integer, "threads to compute with"),
    ]);

    /// <summary>A pair of arms.</summary>
    public static readonly StudyMapping Comparison = new("comparison",
    [
        new("baseline", StudyKeyKind.Text, "the arm compared with") { IsRequired = true },
        new("variant", StudyKeyKind.Text, "the arm in question") { IsRequired = true },
        new("question", StudyKeyKind.Text, "what the pair answers") { IsRequired = true },
    ]);

    /// <summary>The machine of a plan.</summary>
    public static readonly StudyMapping Machine = new("machine",
    [
        new("gpus", StudyKeyKind.Integer, "GPUs; 0 is this machine's processors"),
        new("gpu_memory_gb", StudyKeyKind.Number, "memory of each, in GB of 10⁹ bytes"),
        new("tflops", StudyKeyKind.Number, "10¹² operations a second that a device is assumed to sustain"),
        new("disk_gb", StudyKeyKind.Number, "free disk for the run folder"),
        new("sharding", StudyKeyKind.Choice, "over several GPUs: nothing, gradients and optimizer, or weights too") { Choices = ["none", "zero2", "zero3"] },
    ]);

    /// <summary>The file.</summary>
    public static readonly StudyMapping Study = new("study",
    [
        new("name", StudyKeyKind.Text, "the study's name; without it the file's"),
        new("title", StudyKeyKind.Text, "one line for people"),
        new("notes", StudyKeyKind.Texts, "said in the report's head as they stand"),
        new("claims_nothing_because", StudyKeyKind.Text, "why the study says nothing about real models; empty where it may"),
        new("output_dir", StudyKeyKind.Path, "the run folder; without it runs/NAME in the current folder"),
        new("bases", StudyKeyKind.Named, "base models by name") { IsRequired = true, Mapping = Base },
        new("rows", StudyKeyKind.Named, "sets of training rows by name") { Mapping = Rows },
        new("training", StudyKeyKind.Mapping, "options of every training, by LLaVA's and the Trainer's names") { Mapping = Training },
        new("stage1", StudyKeyKind.Mapping, "the projector's training, once a base") { Mapping = Stage1 },
        new("arms", StudyKeyKind.Named, "ways of tuning by name") { Mapping = Arm },
        new("only", StudyKeyKind.Texts, "the arms to run; without it all"),
        new("evaluation", StudyKeyKind.Mapping, "what every model is asked") { IsRequired = true, Mapping = Evaluation },
        new("comparisons", StudyKeyKind.List, "pairs of arms, beside every arm with its base") { Mapping = Comparison },
        new("reference_figures", StudyKeyKind.Path, "a CSV file of scores that others measured for these models"),
        new("machine", StudyKeyKind.Mapping, "the machine that a plan is made for") { Mapping = Machine },
    ]);
}
