using Candor.Studies.Graph;
using Candor.Studies.Planning;
using Candor.Studies.Recipes;
using Candor.TestSupport;

namespace Candor.Tests.Studies;

public sealed class StudyPlannerTests
{
    private static readonly string[] s_oneSmallGpu =
    [
        "machine.gpus=1", "machine.gpu_memory_gb=24", "only=[lora, text-lora, blank-lora, text-authors-lora]",
        "training.per_device_train_batch_size=1", "training.gradient_accumulation_steps=32",
        "stage1.per_device_train_batch_size=4", "stage1.gradient_accumulation_steps=32",
    ];

    [Fact]
    public void ThePapersExperimentFitsEightLargeGpusWithoutWeights()
    {
        var plan = Paper();
        Assert.Empty(plan.Unfit);
        // 6 sets of rows, 6 bases asked, 6 projectors, 22 trainings asked, 20 of them with blank pictures, contents and report.
        Assert.Equal(6 + 6 + 6 + (2 * 22) + 20 + 2, plan.Steps.Count);
        Assert.Equal(6, plan.Steps.Count(step => step.Step.Kind == StepKind.Stage1));
        Assert.All(plan.Steps.Where(step => step.Step.Work is TrainingWork), step => Assert.True(step is { Memory.Total: > 0, Seconds: > 0, DiskBytes: > 0 }));
        // As the published logs say (spec: 2,500 and about 4,652 updates).
        Assert.EndsWith(", 2500 updates", plan.Steps.Single(step => step.Step.Name == "train llama-7b/full-42").Description);
        Assert.EndsWith(", 4652 updates", plan.Steps.Single(step => step.Step.Name == "train llama-7b/stage1").Description);
    }

    [Fact]
    public void ItsAdaptersFitOneSmallGpuAndFullTuningDoesNot()
    {
        Assert.Empty(Paper(s_oneSmallGpu).Unfit);
        Assert.Contains(Paper([.. s_oneSmallGpu, "only=[full]"]).Unfit, line => line.StartsWith("train llama-2-7b/full-42 needs ", StringComparison.Ordinal));
        Assert.Contains(Paper("machine.disk_gb=100").Unfit, line => line.Contains("of disk, there are 100.0 GB", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("CUDA")]
    [InlineData("sharded over several GPUs")]
    [InlineData("task mmlu")]
    [InlineData("task gsm8k")]
    [InlineData("task mathqa")]
    [InlineData("task boolq")]
    [InlineData("task squad2")]
    [InlineData("task truthfulqa_gen")]
    [InlineData("task vqav2")]
    [InlineData("task captions_coco")]
    [InlineData("task pope")]
    [InlineData("task mme")]
    [InlineData("task vqav2_c")]
    [InlineData("Llama-2-7b-hf")]
    [InlineData("llava_instruct_80k.json")]
    public void WhatIsNotThereIsNamed(string part) => Assert.Contains(Paper().Missing, line => line.Contains(part, StringComparison.Ordinal));

    [Fact]
    public void NothingIsMissingWhereEverythingIsThere()
    {
        using var folder = new TemporaryFolder();
        var plan = Plan(StudyReader.Read(MicroStudy.Write(folder), []));
        Assert.Empty(plan.Missing);
        Assert.Empty(plan.Unfit);
        Assert.All(plan.Steps.Where(step => step.Step.Kind == StepKind.Evaluation), step => Assert.True(step is { Seconds: > 0, Memory.Total: > 0 }));
        Assert.False(Directory.Exists(folder.File("out")));
    }

    [Fact]
    public void SizesThatCannotBeKnownAreNamed()
    {
        var plan = Paper("bases.llama-7b.config=", "bases.vicuna-7b.vision_config=", "rows.instruct.expected_rows=");
        Assert.Contains(plan.Missing, line => line.StartsWith("sizes of base llama-7b", StringComparison.Ordinal));
        Assert.Contains(plan.Missing, line => line.StartsWith("sizes of the tower of vicuna-7b", StringComparison.Ordinal));
        Assert.Contains(plan.Missing, line => line.StartsWith("number of rows of instruct", StringComparison.Ordinal));
    }

    [Fact]
    public void TimeIsOperationsOverTheStatedThroughput()
    {
        var (slow, fast) = (Paper("machine.tflops=10"), Paper("machine.tflops=100"));
        Assert.Equal(10, slow.Seconds / fast.Seconds, 1e-9);
        Assert.Contains(fast.Assumptions, line => line.Contains("each assumed to sustain 100 TFLOP/s", StringComparison.Ordinal));
    }

    private static StudyPlan Paper(params string[] overrides) =>
        Plan(StudyReader.Read(Path.Combine(Goldens.Root, "studies", "sight-beyond-text.yaml"), overrides));

    private static StudyPlan Plan(StudyRecipe recipe) => new StudyPlanner(recipe, StudyGraph.Build(recipe)).Make();
}
