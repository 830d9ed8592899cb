using Candor.Studies.Graph;
using Candor.Studies.Manifest;
using Candor.Studies.Recipes;
using Candor.Studies.Running;
using Candor.TestSupport;

namespace Candor.Tests.Studies;

public sealed class StudyContentsTests
{
    [Fact]
    public void EveryModelWithItsSeedsAndFolders()
    {
        using var folder = new TemporaryFolder();
        var manifest = Make(folder, []);
        Assert.Equal(["tiny", "tiny/stage1", "tiny/lora", "tiny/full", "tiny/text-lora", "tiny/blank-lora"], manifest.Arms.Select(arm => arm.Name));
        Assert.Equal([null, "projector", "lora", "full", "lora", "lora"], manifest.Arms.Select(arm => arm.Tuning));
        var lora = manifest.Arms[2];
        Assert.Equal([1, 2], lora.Replicates.Select(replicate => replicate.Seed));
        Assert.Equal("models/tiny/lora-2", lora.Replicates[1].Training);
        Assert.Equal("evaluations/tiny/lora-2", lora.Replicates[1].Evaluation);
        Assert.Equal("4", lora.Settings["lora_r"]);
        Assert.Equal("evaluations/tiny/base", manifest.Arms[0].Replicates[0].Evaluation);
        Assert.Equal(
            ["tiny > tiny/lora", "tiny > tiny/full", "tiny > tiny/text-lora", "tiny > tiny/blank-lora", "tiny/text-lora > tiny/lora"],
            manifest.Pairs.Select(pair => $"{pair.Baseline} > {pair.Variant}"));
    }

    [Fact]
    public void RowSetsAreCountedAndHashed()
    {
        using var folder = new TemporaryFolder();
        var manifest = Make(folder, []);
        Assert.Equal(["captions", "instruct", "text", "blank"], manifest.RowSets.Select(set => set.Name));
        Assert.Equal([12, 12, 12, 12], manifest.RowSets.Select(set => set.Rows));
        Assert.Equal(0, manifest.RowSets[2].WithImages);
        Assert.Equal(manifest.RowSets[1].WithImages, manifest.RowSets[3].WithImages);
        Assert.Equal("rows/text.json", manifest.RowSets[2].File);
        Assert.Equal("text-only twin of instruct (fair form)", manifest.RowSets[2].Description);
    }

    [Fact]
    public void AStepWithoutAResultLeavesNoFolderAndIsAGap()
    {
        using var folder = new TemporaryFolder();
        var manifest = Make(folder, [new StudyGap("train tiny/lora-1", "why"), new StudyGap("evaluate tiny/lora-1", "waits")]);
        Assert.Equal((null, null), (manifest.Arms[2].Replicates[0].Training, manifest.Arms[2].Replicates[0].Evaluation));
        Assert.Equal("models/tiny/lora-2", manifest.Arms[2].Replicates[1].Training);
        Assert.Equal(["train tiny/lora-1", "evaluate tiny/lora-1"], manifest.Gaps.Select(gap => gap.Step));
    }

    private static StudyManifest Make(TemporaryFolder folder, IReadOnlyList<StudyGap> gaps)
    {
        var graph = StudyGraph.Build(StudyReader.Read(MicroStudy.Write(folder), []));
        foreach (var step in graph.Steps.Where(step => step.Kind == StepKind.Rows))
        {
            RowsStep.Run(step, new StepContext
            {
                Folder = folder.File("out"),
                Report = _ => { },
                Note = _ => { },
                Cancellation = TestContext.Current.CancellationToken,
            });
        }

        return ((ContentsWork)graph["contents"].Work).Make(gaps);
    }
}
