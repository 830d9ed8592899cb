using Candor.Studies.Planning;
using Candor.Studies.Recipes;
using Candor.TestSupport;

namespace Candor.Tests.Studies;

/// <summary>Sizes by hand: LLaMA-7B has 32 layers of 4096 and 11008, 32 heads of 128 and 32000 tokens; CLIP ViT-L/14 256 patches of 1024.</summary>
public sealed class TrainingEstimateTests
{
    private const long Language = 6_738_415_616;
    private const long Tower = 303_179_776;
    private const long Projector = (1024 * 4096) + 4096;
    private const long Adapters = 159_907_840;
    private const long Vocabulary = 2 * 32000L * 4096;

    [Fact]
    public void SizesOfLlama7bWithItsTower()
    {
        var size = ModelSize.Find(Recipe().Bases[0], Tower7b())!;
        Assert.Equal(Language, size.LanguageParameters);
        Assert.Equal(Tower, size.TowerParameters);
        Assert.Equal(Projector, size.ProjectorParameters);
        Assert.Equal(Adapters, size.AdapterParameters(64));
        Assert.Equal(Vocabulary, size.VocabularyParameters);
        Assert.Equal(256, size.Patches);
    }

    [Fact]
    public void FullTuningInBf16HoldsEighteenBytesAParameter()
    {
        var memory = Estimate("full", "machine.gpus=1").Memory();
        Assert.Equal((Language + Tower + Projector) * 2, memory.Weights);
        Assert.Equal((Language + Projector) * 4, memory.Gradients);
        Assert.Equal((Language + Projector) * 12, memory.Optimizer);
    }

    [Fact]
    public void InFp32WeightsAreTheirOwnMasters()
    {
        var memory = Estimate("full", "machine.gpus=1", "training.bf16=false").Memory();
        Assert.Equal((Language + Tower + Projector) * 4, memory.Weights);
        Assert.Equal((Language + Projector) * 8, memory.Optimizer);
    }

    [Theory]
    [InlineData("none", 1, 1)]
    [InlineData("zero2", 1, 8)]
    [InlineData("zero3", 8, 8)]
    public void ShardingDividesWhatItSpreads(string sharding, int weights, int state)
    {
        var memory = Estimate("full", "machine.gpus=8", "machine.sharding=" + sharding).Memory();
        Assert.Equal((Language + Tower + Projector) * 2 / weights, memory.Weights);
        Assert.Equal((Language + Projector) * 4 / state, memory.Gradients);
        Assert.Equal((Language + Projector) * 12 / state, memory.Optimizer);
    }

    [Fact]
    public void AdaptersTrainWithProjectorAndGrownVocabulary()
    {
        var estimate = Estimate("lora", "machine.gpus=1");
        Assert.Equal(Adapters + Projector + Vocabulary, estimate.Trained);
        Assert.Equal((Language + Tower + Projector + Adapters) * 2, estimate.Memory().Weights);
        Assert.Equal(Adapters, Estimate("text-authors-lora", "machine.gpus=1").Trained);
    }

    [Fact]
    public void StageOneTrainsTheProjectorAndTheEmbeddingOfItsTokens()
    {
        var recipe = Recipe("machine.gpus=1");
        var estimate = new TrainingEstimate(ModelSize.Find(recipe.Bases[0], Tower7b())!, TrainingResolver.Stage1(recipe, recipe.Bases[0]), recipe.Machine);
        Assert.Equal(Projector + (Vocabulary / 2), estimate.Trained);
    }

    [Fact]
    public void ActivationsOfTheLongestRows()
    {
        // A position of a layer: input and middle of 4096, q, k, v and mixed of 4096, gate and up of 11008.
        const long layer = (6 * 4096) + (2 * 11008);
        const long positions = 4 * (2048 + 256);
        const long logits = 512 * 32000;
        Assert.Equal(((positions * ((32 * 4096) + (2 * layer))) + logits) * 2, Estimate("full").Memory().Activations);
        Assert.Equal(((positions * 33 * layer) + logits) * 2, Estimate("full", "training.gradient_checkpointing=false").Memory().Activations);
    }

    [Fact]
    public void OperationsAndDisk()
    {
        var full = Estimate("full");
        Assert.Equal(6.0 * Language * ((80000L * 400) + (80000L * 256)), full.Operations(80000L * 400, 80000));
        // The model, and two checkpoints while the second is written: model, masters and moments.
        const long model = (Language + Tower + Projector) * 2;
        Assert.Equal(model + (2 * (model + ((Language + Projector) * 12))), full.Disk(2500));
        Assert.Equal(model, full.Disk(400));
        Assert.Equal((Adapters + Projector + Vocabulary) * 2, Estimate("lora").Disk(1));
    }

    private static TrainingEstimate Estimate(string arm, params string[] overrides)
    {
        var recipe = Recipe(overrides);
        var model = recipe.Bases.Single(model => model.Name == "llama-2-7b");
        var training = TrainingResolver.Arm(recipe, model, recipe.Arms.Single(other => other.Name == arm), null);
        return new TrainingEstimate(ModelSize.Find(model, Tower7b())!, training, recipe.Machine);
    }

    /// <summary>The tower's weights are not there; its configuration is the study's.</summary>
    private static string Tower7b() => Path.Combine(Goldens.Root, "studies", "nowhere");

    private static StudyRecipe Recipe(params string[] overrides) =>
        StudyReader.Read(Path.Combine(Goldens.Root, "studies", "sight-beyond-text.yaml"), overrides);
}
