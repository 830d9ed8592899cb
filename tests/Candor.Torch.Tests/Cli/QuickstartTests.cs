using Candor.Cli.Quickstart;
using Candor.Cli.Studies;
using Candor.Quickstart;
using Candor.Studies.Graph;
using Candor.Studies.Manifest;
using Candor.Studies.Running;
using Candor.TestSupport;
using Candor.Torch.Quickstart;

namespace Candor.Torch.Tests.Cli;

/// <summary>The quickstart's steps with models of a few thousand parameters that make two updates each.</summary>
public sealed class QuickstartTests
{
    private static readonly QuickstartScale s_scale = new()
    {
        World = new WorldOptions { PicturesPerScene = 1, CorpusTexts = 60, EthicsDocuments = 8 },
        Tower = new TowerOptions { Epochs = 1 },
        Language = new LanguageShape { HiddenSize = 32, IntermediateSize = 48, Layers = 2, Heads = 2 },
        LanguageOverrides = ["max_steps=3"],
        StudyOverrides = ["training.max_steps=2", "evaluation.limit=8"],
    };

    [Fact]
    public void ItEndsInAReportAndInterruptedItEndsInTheSameBytes()
    {
        using var folder = new TemporaryFolder();
        var root = folder.File("quickstart");
        var whole = Run(root, TestContext.Current.CancellationToken);
        Assert.Empty(whole.Gaps);
        Assert.Contains("report", whole.Ran);
        Assert.Empty(Run(root, TestContext.Current.CancellationToken).Ran);
        CheckManifest(root);
        var expected = Results(root);

        Directory.Delete(root, recursive: true);
        foreach (var step in new[] { "train tower", "train language model", "train tiny/full-1" })
        {
            using var stop = new CancellationTokenSource();
            Assert.ThrowsAny<OperationCanceledException>(() => Run(root, stop.Token, step, stop));
        }

        Assert.Empty(Run(root, TestContext.Current.CancellationToken).Gaps);
        var found = Results(root);
        Assert.Equal(expected.Keys, found.Keys);
        Assert.All(expected, pair => Assert.True(pair.Value == found[pair.Key], pair.Key));
    }

    [Fact]
    public async Task ANegativeSeedIsRefused()
    {
        using var folder = new TemporaryFolder();
        var (code, _, error) = await CandorCommand.RunAsync("quickstart", "--seed", "-1", "--output", folder.File("out"));
        Assert.Equal(2, code);
        Assert.Contains("--seed: expected a number from 0, found -1", error);
    }

    /// <summary>All files but the checkpoints that a stopped training goes on from.</summary>
    private static Dictionary<string, string> Results(string root) => RepeatableFiles.Read(root)
        .Where(pair => !pair.Key.Contains("/checkpoint-", StringComparison.Ordinal)).ToDictionary();

    private static void CheckManifest(string root)
    {
        var manifest = StudyManifestJson.Read(root);
        Assert.NotNull(manifest.ClaimsNothingBecause);
        Assert.Equal(["tiny", "tiny/stage1", "tiny/lora", "tiny/full", "tiny/text-lora"], manifest.Arms.Select(arm => arm.Name));
        Assert.All(manifest.Arms.Skip(2), arm => Assert.NotNull(arm.Replicates[0].BlankEvaluation));
        Assert.Equal(
            ["tiny/full", "tiny/lora", "tiny/text-lora"],
            manifest.Pairs.Where(pair => pair.AgainstBlankImages).Select(pair => pair.Variant).Order(StringComparer.Ordinal));
        Assert.Contains("made up by the program", File.ReadAllText(Path.Combine(root, "report.html")));
    }

    private static StudyOutcome Run(string root, CancellationToken cancellation, string? stopIn = null, CancellationTokenSource? stop = null)
    {
        var graph = QuickstartRun.Prepare(root, s_scale.WithSeed(1));
        var observer = new StoppingObserver(stopIn, stop);
        return new StudyExecutor(graph, root, new StudyWork(), observer, TimeProvider.System).Run(cancellation);
    }

    /// <summary>Asks for a stop at the first sign of progress in a step.</summary>
    private sealed class StoppingObserver(string? name, CancellationTokenSource? stop) : IStudyObserver
    {
        public void Changed(StudyStep step, StepState state, string reason)
        {
        }

        public void Progressed(StudyStep step, StepProgress progress)
        {
            if (step.Name == name && progress.Unit == "updates")
                stop!.Cancel();
        }

        public void Noted(string line)
        {
        }
    }
}
