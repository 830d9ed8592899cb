using Candor.Studies.Graph;
using Candor.Studies.Recipes;
using Candor.Studies.Running;
using Candor.TestSupport;

namespace Candor.Tests.Studies;

public sealed class StudyGraphTests
{
    [Fact]
    public void StepsStandInOrderAndWaitForWhatTheyRead()
    {
        using var folder = new TemporaryFolder();
        var graph = Graph(folder);
        string[] expected =
        [
            "rows text", "rows blank", "evaluate tiny", "train tiny/stage1",
            "train tiny/lora-1", "evaluate tiny/lora-1", "train tiny/lora-2", "evaluate tiny/lora-2", "train tiny/full-42", "evaluate tiny/full-42",
            "train tiny/text-lora-42", "evaluate tiny/text-lora-42", "train tiny/blank-lora-42", "evaluate tiny/blank-lora-42", "contents", "report",
        ];
        Assert.Equal(expected, graph.Steps.Select(step => step.Name));
        Assert.Empty(graph["evaluate tiny"].Upstream);
        Assert.Equal(["train tiny/stage1"], graph["train tiny/lora-1"].Upstream);
        Assert.Equal(["rows text", "train tiny/stage1"], graph["train tiny/text-lora-42"].Upstream.Order(StringComparer.Ordinal));
        Assert.Equal(["rows blank", "train tiny/stage1"], graph["train tiny/blank-lora-42"].Upstream.Order(StringComparer.Ordinal));
        Assert.Equal(["train tiny/full-42"], graph["evaluate tiny/full-42"].Upstream);
        Assert.Equal(expected[..^2], graph["contents"].Upstream);
        Assert.Equal(["contents"], graph["report"].Upstream);
    }

    [Theory]
    [InlineData("arms.lora.learning_rate=1e-3", "train tiny/lora-1,evaluate tiny/lora-1,train tiny/lora-2,evaluate tiny/lora-2,contents,report")]
    [InlineData("stage1.learning_rate=1e-3", "train tiny/stage1,train tiny/lora-1,evaluate tiny/lora-1,train tiny/lora-2,evaluate tiny/lora-2,train tiny/full-42,evaluate tiny/full-42,train tiny/text-lora-42,evaluate tiny/text-lora-42,train tiny/blank-lora-42,evaluate tiny/blank-lora-42,contents,report")]
    [InlineData("rows.text.form=authors", "rows text,train tiny/text-lora-42,evaluate tiny/text-lora-42,contents,report")]
    [InlineData("evaluation.limit=2", "evaluate tiny,evaluate tiny/lora-1,evaluate tiny/lora-2,evaluate tiny/full-42,evaluate tiny/text-lora-42,evaluate tiny/blank-lora-42,contents,report")]
    [InlineData("title=Other", "contents,report")]
    [InlineData("arms.lora.save_steps=3", "contents,report")]
    [InlineData("arms.full.weight_decay=0", "contents,report")]
    [InlineData("training.threads=2", "contents,report")]
    [InlineData("machine.tflops=2", "")]
    [InlineData("output_dir=elsewhere", "")]
    public void AChangedSettingChangesTheKeysOfWhatDependsOnIt(string argument, string changed)
    {
        using var folder = new TemporaryFolder();
        var (before, after) = (Keys(folder), Keys(folder, argument));
        Assert.Equal(before.Keys, after.Keys);
        Assert.Equal(changed, string.Join(',', before.Where(pair => after[pair.Key] != pair.Value).Select(pair => pair.Key)));
    }

    [Fact]
    public void KeysDoNotDependOnWhereInputsLie()
    {
        using var folder = new TemporaryFolder();
        var copy = Directory.CreateDirectory(folder.File("copied")).FullName;
        foreach (var file in Directory.EnumerateFiles(Goldens.Committed("small", "models", "tiny-llama")))
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        // The table of contents names the study file's own text.
        Assert.Equal(Keys(folder).SkipLast(2), Keys(folder, "bases.tiny.model=" + copy).SkipLast(2));
        File.AppendAllText(Path.Combine(copy, "config.json"), "\n");
        Assert.NotEqual(Keys(folder)["evaluate tiny"], Keys(folder, "bases.tiny.model=" + copy)["evaluate tiny"]);
    }

    [Fact]
    public void AStepWaitsForThePreparationThatMakesItsInput()
    {
        using var folder = new TemporaryFolder();
        var made = folder.File("out", "models", "made");
        var recipe = StudyReader.Read(MicroStudy.Write(folder), ["bases.tiny.model=" + made]);
        var world = new PreparationStep { Name = "world", Settings = new Dictionary<string, string>(), Outputs = [folder.File("out", "world")], Run = _ => { } };
        var model = new PreparationStep
        {
            Name = "language model",
            Settings = new Dictionary<string, string> { ["seed"] = "1" },
            Inputs = [folder.File("out", "world", "text.txt")],
            Outputs = [made],
            Run = _ => { },
        };
        var graph = StudyGraph.Build(recipe, world, model);
        Assert.Equal(["world"], graph["language model"].Upstream);
        Assert.Equal(["language model"], graph["evaluate tiny"].Upstream);
        Assert.Equal(["language model"], graph["train tiny/stage1"].Upstream);
        Assert.Equal(["train tiny/lora-1", "language model"], graph["evaluate tiny/lora-1"].Upstream);

        var other = StudyGraph.Build(recipe, world, model with { Settings = new Dictionary<string, string> { ["seed"] = "2" } });
        var (before, after) = (Compute(folder, graph), Compute(folder, other));
        Assert.Equal(["rows blank", "rows text", "world"], before.Where(pair => after[pair.Key] == pair.Value).Select(pair => pair.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void SetsAreMadeInOrderWhereverTheFileHasThem()
    {
        using var folder = new TemporaryFolder();
        var path = MicroStudy.Write(folder, ("text_twin_of: instruct", "text_twin_of: blank"));
        var graph = StudyGraph.Build(StudyReader.Read(path, []));
        Assert.Equal(["rows blank", "rows text"], graph.Steps.Take(2).Select(step => step.Name));
        Assert.Equal(["rows blank"], graph["rows text"].Upstream);
    }

    [Fact]
    public void CirclesAndUnknownStepsAreRefused()
    {
        using var folder = new TemporaryFolder();
        Assert.Throws<ArgumentException>(() => new StudyGraph([TestSteps.Step(folder, "a", "", "b"), TestSteps.Step(folder, "b", "", "a")]));
        Assert.Throws<ArgumentException>(() => new StudyGraph([TestSteps.Step(folder, "a", "", "nothing")]));
        Assert.Throws<ArgumentException>(() => new StudyGraph([TestSteps.Step(folder, "a"), TestSteps.Step(folder, "a")]));
    }

    private static StudyGraph Graph(TemporaryFolder folder, params string[] overrides) =>
        StudyGraph.Build(StudyReader.Read(MicroStudy.Write(folder), overrides));

    private static IReadOnlyDictionary<string, string> Keys(TemporaryFolder folder, params string[] overrides) => Compute(folder, Graph(folder, overrides));

    private static IReadOnlyDictionary<string, string> Compute(TemporaryFolder folder, StudyGraph graph) =>
        StepKeys.Compute(graph, FileDigests.Open(folder.FullPath, _ => { }), TestContext.Current.CancellationToken);
}
