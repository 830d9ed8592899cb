using Candor.Studies.Recipes;
using Candor.TestSupport;

namespace Candor.Tests.Studies;

public sealed class StudyReaderTests
{
    [Fact]
    public void AStudyIsReadWhole()
    {
        using var folder = new TemporaryFolder();
        var recipe = StudyReader.Read(MicroStudy.Write(folder), []);
        Assert.Equal("micro", recipe.Name);
        Assert.Equal(folder.File("out"), recipe.Folder);
        Assert.Equal(["tiny"], recipe.Bases.Select(model => model.Name));
        Assert.Equal(["captions", "instruct", "text", "blank"], recipe.RowSets.Select(set => set.Name));
        Assert.Equal(["lora", "full", "text-lora", "blank-lora"], recipe.Arms.Select(arm => arm.Name));
        Assert.Equal([1, 2], recipe.Arms[0].Seeds);
        Assert.Null(recipe.Arms[1].Seeds);
        Assert.Equal(["truthfulqa_mc", "ethics_cm"], recipe.Evaluation.Tasks);
        Assert.Equal(new ComparisonRecipe("text-lora", "lora", "What do pictures add?"), Assert.Single(recipe.Comparisons));
    }

    [Theory]
    [InlineData("titel: x", "line 1: titel: no such key; the nearest is title")]
    [InlineData("bases: {a: {modle: x}}", "line 1: bases.a.modle: no such key; the nearest is model")]
    [InlineData("training: {learning_rat: 1}", "line 1: training.learning_rat: no such key; the nearest is learning_rate")]
    [InlineData("arms: {a: {rows: r, lora_enabel: true}}", "arms.a.lora_enabel: no such key; the nearest is lora_enable")]
    [InlineData("arms: {a: {rows: r, seed_s: [1]}}", "arms.a.seed_s: no such key; the nearest is seeds")]
    [InlineData("arms: {a: {rows: r, data_path: x}}", "arms.a.data_path: expected no such key, as rows sets it")]
    [InlineData("evaluation: {data: x, task: y}", "evaluation.task: no such key; the nearest is tasks")]
    [InlineData("evaluation: {data: x, tasks: y}\nmachine: {gpu: 1}", "machine.gpu: no such key; the nearest is gpus")]
    [InlineData("evaluation: {data: x, tasks: y}\ncomparisons: [{base: x}]", "comparisons.base: no such key; the nearest is baseline")]
    [InlineData("name: a\nname: b", "line 2: name: expected once, found again")]
    [InlineData("- a", "line 1: expected lines of the form key: value")]
    [InlineData("name: *x", "expected a value, found an alias")]
    [InlineData("name: [a", "expected YAML")]
    [InlineData("name: a\n---\nname: b", "expected one YAML document, found a second")]
    [InlineData("name: [[[[[[[[[[[[[[[[[[a]]]]]]]]]]]]]]]]]]", "expected at most 16 levels, found more")]
    [InlineData("", "expected keys and values, found an empty file")]
    [InlineData("bases: {a/b: {model: x}}", "a/b: expected a name of at most 64 letters, digits, - and _")]
    [InlineData("title: {a: b}", "title: expected a single value, found a mapping")]
    public void AWrongFileIsOneLineThatNamesTheKey(string text, string expected)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("study.yaml"), text);
        var error = Assert.Throws<InputException>(() => StudyReader.Read(folder.File("study.yaml"), []));
        Assert.Contains(expected, error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Theory]
    [InlineData("arms.lora.rows=instuct", "arms.lora.rows: instuct: no such set of rows; the nearest is instruct")]
    [InlineData("arms.lora.bases=[tinny]", "arms.lora.bases: tinny: no such base; the nearest is tiny")]
    [InlineData("rows.text.text_twin_of=text", "rows.text: expected to be made of a file in the end")]
    [InlineData("rows.text.data_path=x", "rows.text: expected one of data_path, imported_from, text_twin_of and blank_images_of")]
    [InlineData("evaluation.tasks=[truthfulqa_mx]", "evaluation.tasks: truthfulqa_mx: no such task; the nearest is truthfulqa_mc")]
    [InlineData("evaluation.tasks=[]", "evaluation.tasks: expected names of tasks, found a list")]
    [InlineData("evaluation.limit=0", "evaluation.limit: expected whole numbers from 1, found 0")]
    [InlineData("evaluation.protocol=paper", "evaluation.protocol: expected one of paper2023, lm-eval-0.4, found paper")]
    [InlineData("arms.lora.dtype=fp8", "dtype: expected one of fp32, bf16, found fp8")]
    [InlineData("arms.lora.learning_rate=fast", "learning_rate: expected a number from 0, found fast")]
    [InlineData("arms.lora.seeds=[1, 1]", "arms.lora.seeds: expected different seeds, at least one")]
    [InlineData("arms.base={rows: text}", "arms.base: expected another name than base and stage1")]
    [InlineData("only=[lorra]", "only: lorra: no such arm; the nearest is lora")]
    [InlineData("machine.gpus=2", "machine.gpu_memory_gb: expected the memory of a GPU beside gpus, found nothing")]
    [InlineData("name.first=x", "expected name to be a mapping")]
    [InlineData("lora", "lora: expected key=value after the study file")]
    [InlineData("title=[a", "expected YAML")]
    public void AWrongOverrideIsOneLineThatNamesIt(string argument, string expected)
    {
        using var folder = new TemporaryFolder();
        var error = Assert.Throws<InputException>(() => StudyReader.Read(MicroStudy.Write(folder), [argument]));
        Assert.Contains(expected, error.Message);
    }

    [Fact]
    public void AnErrorInAnOptionNamesTheLineOfTheStudyFile()
    {
        using var folder = new TemporaryFolder();
        var path = MicroStudy.Write(folder, ("max_grad_norm: 0", "max_grad_norm: none"));
        var line = Array.FindIndex(File.ReadAllLines(path), text => text.Contains("max_grad_norm", StringComparison.Ordinal)) + 1;
        var error = Assert.Throws<InputException>(() => StudyReader.Read(path, []));
        Assert.Equal($"{path}: line {line}: max_grad_norm: expected a number from 0, found none", error.Message);
    }

    [Fact]
    public void OverridesGoBeforeTheFileAndLeadIntoMappings()
    {
        using var folder = new TemporaryFolder();
        var recipe = StudyReader.Read(
            MicroStudy.Write(folder), ["title=Other = title", "arms.lora.learning_rate=1e-4", "arms.lora.seeds=[7]", "only=[lora]", "machine.tflops=2"]);
        Assert.Equal("Other = title", recipe.Title);
        var arm = Assert.Single(recipe.Arms);
        Assert.Equal([7], arm.Seeds);
        Assert.Equal(2, recipe.Machine.Tflops);
        Assert.Equal(1e-4, TrainingResolver.Arm(recipe, recipe.Bases[0], arm, 7).Recipe.Optimization.Schedule.LearningRate);
    }

    [Fact]
    public void TheDigestIsOfWhatTheFileSaysButForPlaceAndMachine()
    {
        using var folder = new TemporaryFolder();
        var path = MicroStudy.Write(folder);
        var digest = StudyReader.Read(path, []).Sha256;
        Assert.Equal(digest, StudyReader.Read(path, ["output_dir=elsewhere", "machine.tflops=3"]).Sha256);
        Assert.NotEqual(digest, StudyReader.Read(path, ["evaluation.limit=4"]).Sha256);
        File.WriteAllText(path, "# a comment\n" + File.ReadAllText(path).Replace("title: A micro study", "title: \"A micro study\"", StringComparison.Ordinal));
        Assert.Equal(digest, StudyReader.Read(path, []).Sha256);
    }

    [Fact]
    public void TheNearestSettingWins()
    {
        using var folder = new TemporaryFolder();
        var recipe = StudyReader.Read(
            MicroStudy.Write(folder), ["bases.tiny.training={version: llava_llama_2, warmup_ratio: 0.5}", "arms.full.version=v0"]);
        var (model, full) = (recipe.Bases[0], recipe.Arms.Single(arm => arm.Name == "full"));
        var training = TrainingResolver.Arm(recipe, model, full, null);
        Assert.Equal("v0", training.Recipe.Model.Version);
        Assert.Equal(0.5, training.Recipe.Optimization.Schedule.WarmupRatio);
        Assert.Equal("llava_llama_2", TrainingResolver.Arm(recipe, model, recipe.Arms[0], 1).Recipe.Model.Version);
        Assert.Equal("v0_plain", TrainingResolver.Stage1(recipe, model).Recipe.Model.Version);
    }

    [Fact]
    public void AnArmWithSightStartsFromStageOneAndATextTwinKeepsTower()
    {
        using var folder = new TemporaryFolder();
        var recipe = StudyReader.Read(MicroStudy.Write(folder), []);
        foreach (var arm in recipe.Arms)
        {
            var paths = TrainingResolver.Arm(recipe, recipe.Bases[0], arm, null).Paths;
            Assert.Equal(folder.File("out", "models", "tiny", "stage1", "mm_projector.safetensors"), paths["pretrain_mm_mlp_adapter"]);
            Assert.Equal(Goldens.Committed("small", "models", "tiny-clip"), paths["vision_tower"]);
        }
    }

    [Fact]
    public void WithoutATowerNothingOfSightIsLeft()
    {
        using var folder = new TemporaryFolder();
        var recipe = StudyReader.Read(MicroStudy.Write(folder), ["arms.text-lora.vision_tower="]);
        var training = TrainingResolver.Arm(recipe, recipe.Bases[0], recipe.Arms.Single(arm => arm.Name == "text-lora"), null);
        Assert.Equal(["data_path", "model_name_or_path"], training.Paths.Keys);
        Assert.DoesNotContain("mm_use_im_start_end", training.Values.Keys);
        Assert.Equal("lora", training.Tuning);
    }
}
