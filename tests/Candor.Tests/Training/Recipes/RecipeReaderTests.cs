using Candor.Checkpoints;
using Candor.Conversations.Auditing;
using Candor.TestSupport;
using Candor.Training.Recipes;

namespace Candor.Tests.Training.Recipes;

public sealed class RecipeReaderTests
{
    private const string Stage2 = """
        # stage 2 as released
        model_name_or_path: base
        version: llava_llama_2
        data_path: data/rows.json
        image_folder: data
        vision_tower: openai/tiny-clip
        pretrain_mm_mlp_adapter: data/rows.json
        mm_vision_select_layer: -2
        mm_use_im_start_end: True
        bf16: True
        output_dir: out
        num_train_epochs: 1
        per_device_train_batch_size: 4
        gradient_accumulation_steps: 2
        evaluation_strategy: "no"
        save_strategy: "steps"
        save_steps: 5000
        save_total_limit: 1
        learning_rate: 2e-5
        weight_decay: 0.
        warmup_ratio: 0.03
        lr_scheduler_type: "cosine"
        logging_steps: 1
        tf32: True
        model_max_length: 2048
        gradient_checkpointing: True
        dataloader_num_workers: 4
        lazy_preprocess: True
        report_to: wandb
        deepspeed: ./scripts/zero2.json
        """;

    private const string Least = "model_name_or_path: base\ndata_path: data/rows.json\n";

    [Fact]
    public void A_published_command_line_is_a_training_file()
    {
        using var folder = Folder();
        var recipe = Read(folder, Stage2);
        Assert.Equal("run", recipe.Name);
        Assert.Equal(new RecipePath("base", folder.File("base"), folder.FullPath), recipe.Model.BaseModel);
        Assert.Equal("llava_llama_2", recipe.Model.Version);
        Assert.Equal("openai/tiny-clip", recipe.Model.VisionTower!.Text);
        Assert.Equal((-2, true, true, TensorDtype.BFloat16), (recipe.Model.VisionSelectLayer, recipe.Model.UsesStartEnd, recipe.Model.UsesPatchToken, recipe.Model.Dtype));
        Assert.Equal((4, 2, 1.0, 1.0), (recipe.Optimization.BatchSize, recipe.Optimization.AccumulationSteps, recipe.Optimization.Epochs, recipe.Optimization.MaxGradNorm));
        Assert.Equal(new RecipeSchedule(SchedulerType.Cosine, 2e-5, 0.03, 0), recipe.Optimization.Schedule);
        Assert.Equal((folder.File("out"), 5000, 1), (recipe.Output.Folder.FullPath, recipe.Output.SaveSteps, recipe.Output.SaveTotalLimit));
        Assert.Null(recipe.Lora);
        Assert.Equal(["dataloader_num_workers", "deepspeed", "lazy_preprocess", "report_to", "tf32"], recipe.WithoutEffect);
        Assert.Equal("2E-05", recipe.Values["learning_rate"]);
    }

    [Fact]
    public void Defaults_are_the_references()
    {
        using var folder = Folder();
        var recipe = Read(folder, Least + "lora_enable: true\nsave_total_limit:\nmax_grad_norm: 0");
        Assert.Equal((64, 16, 0.05, "none"), (recipe.Lora!.Rank, recipe.Lora.Alpha, recipe.Lora.Dropout, recipe.Lora.Bias));
        Assert.Equal(("v0", 512, 8, 3.0), (recipe.Model.Version, recipe.Data.ModelMaxLength, recipe.Optimization.BatchSize, recipe.Optimization.Epochs));
        Assert.Equal(new RecipeSchedule(SchedulerType.Linear, 5e-5, 0, 0), recipe.Optimization.Schedule);
        Assert.Equal((0.9, 0.999, 1e-8, 42), (recipe.Optimization.Beta1, recipe.Optimization.Beta2, recipe.Optimization.Epsilon, recipe.Optimization.Seed));
        Assert.Null(recipe.Optimization.MaxGradNorm);
        Assert.Null(recipe.Output.SaveTotalLimit);
        Assert.Equal(Path.GetFullPath("runs/run"), recipe.Output.Folder.FullPath);
        Assert.Equal(BadImagePolicy.Fail, recipe.Data.OnBadImage);
    }

    [Fact]
    public void Arguments_go_before_the_file_and_start_from_the_current_folder()
    {
        using var folder = Folder();
        var recipe = Read(folder, Least + "learning_rate: 1", "learning_rate=2e-3", "output_dir=elsewhere", "seed=");
        Assert.Equal(2e-3, recipe.Optimization.Schedule.LearningRate);
        Assert.Equal(Path.GetFullPath("elsewhere"), recipe.Output.Folder.FullPath);
        Assert.Equal(42, recipe.Optimization.Seed);
    }

    [Theory]
    [InlineData("learning_rat: 1", "run.yaml: line 3: learning_rat: no such option; the nearest is learning_rate")]
    [InlineData("learning_rate: fast", "run.yaml: line 3: learning_rate: expected a number from 0, found fast")]
    [InlineData("lora_enable: maybe", "run.yaml: line 3: lora_enable: expected true or false, found maybe")]
    [InlineData("lora_r: 1.5", "run.yaml: line 3: lora_r: expected a whole number from 1, found 1.5")]
    [InlineData("lora_r: 0", "run.yaml: line 3: lora_r: expected a whole number from 1, found 0")]
    [InlineData("warmup_ratio: 2", "run.yaml: line 3: warmup_ratio: expected a number from 0 to 1, found 2")]
    [InlineData("learning_rate: NaN", "run.yaml: line 3: learning_rate: expected a number from 0, found NaN")]
    [InlineData("lr_scheduler_type: polynomial", "run.yaml: line 3: lr_scheduler_type: expected one of linear, cosine, constant, constant_with_warmup, found polynomial")]
    [InlineData("seed: 1\nseed: 2", "run.yaml: line 4: seed: expected once, found again")]
    [InlineData("seed: [1, 2]", "run.yaml: line 3: seed: expected a single value, found a list")]
    [InlineData("seed: {a: 1}", "run.yaml: line 3: seed: expected a single value, found a mapping")]
    [InlineData("seed: &a 1\nthreads: *a", "run.yaml: line 4: threads: expected a single value, found an alias")]
    [InlineData("fp16: true", "run.yaml: line 3: fp16: expected false (training computes in bf16 or fp32), found true")]
    [InlineData("bits: 4", "run.yaml: line 3: bits: expected a whole number from 16 to 16, found 4")]
    [InlineData("dtype: fp32\nbf16: true", "run.yaml: line 3: dtype: expected bf16 beside bf16: true, found fp32")]
    [InlineData("tune_mm_mlp_adapter: true", "run.yaml: line 3: tune_mm_mlp_adapter: expected a vision_tower beside it, found true")]
    [InlineData("vision_tower: x\ntune_mm_mlp_adapter: true\nlora_enable: true", "lora_enable: expected false beside tune_mm_mlp_adapter: true")]
    [InlineData("vision_tower: x\npretrain_mm_mlp_adapter: nowhere.bin\nimage_folder: .", "pretrain_mm_mlp_adapter: expected a file")]
    [InlineData("vision_tower: x", "image_folder: expected the folder of the pictures beside a vision_tower, found nothing")]
    [InlineData("freeze_backbone: true", "run.yaml: line 3: freeze_backbone: expected false")]
    [InlineData("image_folder: nowhere", "run.yaml: line 3: image_folder: expected a folder")]
    [InlineData("seed: \"1", "run.yaml: line 3: expected YAML")]
    [InlineData("---\nseed: 1", "run.yaml: line 3: expected one YAML document, found a second")]
    [InlineData("[a]: 1", "run.yaml: line 3: expected the name of an option")]
    public void What_is_wrong_is_named_with_its_line(string lines, string message)
    {
        using var folder = Folder();
        Assert.Contains(message, Assert.Throws<InputException>(() => Read(folder, Least + lines)).Message);
    }

    [Theory]
    [InlineData("", "run.yaml: model_name_or_path: expected a value, found none")]
    [InlineData("model_name_or_path: base", "run.yaml: data_path: expected a value, found none")]
    [InlineData("- a", "run.yaml: line 1: expected lines of the form key: value")]
    [InlineData("model_name_or_path: nowhere\ndata_path: data/rows.json", "model_name_or_path: expected the folder of a model")]
    [InlineData("model_name_or_path: base\ndata_path: nowhere.json", "data_path: expected a file")]
    public void A_file_that_is_no_run_is_refused(string text, string message)
    {
        using var folder = Folder();
        Assert.Contains(message, Assert.Throws<InputException>(() => Read(folder, text)).Message);
    }

    [Theory]
    [InlineData("seed", "seed: expected key=value after the training file")]
    [InlineData("sed=1", "sed=1: sed: no such option; the nearest is seed")]
    [InlineData("seed=x", "seed=x: seed: expected a whole number from 0, found x")]
    public void Arguments_are_checked_alike(string argument, string message)
    {
        using var folder = Folder();
        Assert.Contains(message, Assert.Throws<InputException>(() => Read(folder, Least, argument)).Message);
    }

    [Fact]
    public void Files_that_are_absent_or_far_too_large_are_refused()
    {
        using var folder = Folder();
        Assert.Contains("found none", Assert.Throws<InputException>(() => RecipeReader.Read(folder.File("none.yaml"), [])).Message);
        Assert.Contains("at most", Assert.Throws<InputException>(() => Read(folder, new string('#', 2 << 20))).Message);
        Assert.Throws<InputException>(() => Read(folder, "a: " + new string('[', 500_000)));
    }

    private static TemporaryFolder Folder()
    {
        var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("base"));
        Directory.CreateDirectory(folder.File("data"));
        File.WriteAllText(folder.File("data/rows.json"), "[]");
        return folder;
    }

    private static TrainingRecipe Read(TemporaryFolder folder, string text, params string[] overrides)
    {
        File.WriteAllText(folder.File("run.yaml"), text);
        return RecipeReader.Read(folder.File("run.yaml"), overrides);
    }
}
