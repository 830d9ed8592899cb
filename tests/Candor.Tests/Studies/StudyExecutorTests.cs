using Candor.Studies.Graph;
using Candor.Studies.Running;
using Candor.TestSupport;
using CsCheck;

namespace Candor.Tests.Studies;

public sealed class StudyExecutorTests
{
    [Fact]
    public void ASecondRunDoesNothing()
    {
        using var folder = new TemporaryFolder();
        StudyStep[] steps = [TestSteps.Step(folder, "a"), TestSteps.Step(folder, "b", "", "a")];
        Assert.Equal(["a", "b"], Run(folder, steps).Work.Ran);
        var before = File.ReadAllText(folder.File("out", StateFile.Name));
        Assert.Empty(Run(folder, steps).Work.Ran);
        Assert.Equal(before, File.ReadAllText(folder.File("out", StateFile.Name)));
    }

    [Fact]
    public void AFailingStepLeavesIndependentOnesRunning()
    {
        using var folder = new TemporaryFolder();
        StudyStep[] steps =
        [
            TestSteps.Step(folder, "bad"), TestSteps.Step(folder, "after", "", "bad"), TestSteps.Step(folder, "behind", "", "after"),
            TestSteps.Step(folder, "other"), TestSteps.Step(folder, "end", "", "behind", "other") with { RunsAfterFailures = true },
        ];
        IReadOnlyList<string> gaps = [];
        var work = new FakeWork
        {
            Instead =
            {
                ["bad"] = _ => throw new IOException("no room\nnative stack"),
                ["end"] = context => gaps = [.. context.Gaps.Select(gap => $"{gap.Step}: {gap.Reason}")],
            },
        };
        var (outcome, observer, _) = Run(folder, steps, work);
        Assert.Equal(["bad", "other", "end"], work.Ran);
        Assert.Equal(["other", "end"], outcome.Ran);
        string[] expected = ["bad: no room", "after: waits for bad, which has no result", "behind: waits for after, which has no result"];
        Assert.Equal(expected, gaps);
        Assert.Equal(expected, outcome.Gaps.Select(gap => $"{gap.Step}: {gap.Reason}"));
        Assert.Equal((StepState.Blocked, "waits for bad, which has no result"), observer.States["after"]);
        Assert.Equal("no room", StateFile.Read(folder.File("out"))["bad"].Reason);

        // The cause is gone: what failed, what waited, and what named the gaps run; nothing else does.
        Assert.Equal(["bad", "after", "behind", "end"], Run(folder, steps).Work.Ran);
        Assert.Empty(Run(folder, steps).Work.Ran);
    }

    [Fact]
    public void WhatWasBegunWithTheSameKeyIsContinuedAndAnythingElseIsRemoved()
    {
        using var folder = new TemporaryFolder();
        var step = TestSteps.Step(folder, "a");
        var output = folder.File("out", "a");
        var stopped = new FakeWork { Instead = { ["a"] = _ => { File.WriteAllText(output, "half"); throw new OperationCanceledException(); } } };
        Assert.Throws<OperationCanceledException>(() => Run(folder, [step], stopped));
        Assert.Equal(StepState.Running, StateFile.Read(folder.File("out"))["a"].State);

        var found = "";
        Run(folder, [step], new FakeWork { Instead = { ["a"] = _ => found = File.ReadAllText(output) } });
        Assert.Equal("half", found);

        Run(folder, [TestSteps.Step(folder, "a", "changed")], new FakeWork { Instead = { ["a"] = _ => found = File.Exists(output) ? "there" : "gone" } });
        Assert.Equal("gone", found);
    }

    [Fact]
    public void AStopBetweenStepsIsKept()
    {
        using var folder = new TemporaryFolder();
        using var stop = new CancellationTokenSource();
        StudyStep[] steps = [TestSteps.Step(folder, "a"), TestSteps.Step(folder, "b")];
        var work = new FakeWork { Instead = { ["a"] = _ => stop.Cancel() } };
        Assert.Throws<OperationCanceledException>(() => Executor(folder, steps, work, new FakeObserver()).Run(stop.Token));
        Assert.Equal(["b"], Run(folder, steps).Work.Ran);
    }

    [Fact]
    public void AnOutputThatIsGoneIsMadeAgain()
    {
        using var folder = new TemporaryFolder();
        StudyStep[] steps = [TestSteps.Step(folder, "a"), TestSteps.Step(folder, "b", "", "a")];
        Run(folder, steps);
        File.Delete(folder.File("out", "a"));
        Assert.Equal(["a"], Run(folder, steps).Work.Ran);
    }

    [Fact]
    public void AChangedFileRunsWhatReadsItAndWhatWaitsForThat()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("data"), "one");
        StudyStep[] steps = [TestSteps.Step(folder, "a").Reading(folder.File("data")), TestSteps.Step(folder, "b", "", "a"), TestSteps.Step(folder, "c")];
        Run(folder, steps);
        // The time alone changes: the content is looked at, and is the same.
        File.SetLastWriteTimeUtc(folder.File("data"), DateTime.UtcNow.AddDays(1));
        Assert.Empty(Run(folder, steps).Work.Ran);
        File.WriteAllText(folder.File("data"), "two");
        Assert.Equal(["a", "b"], Run(folder, steps).Work.Ran);
    }

    [Fact]
    public void AnAbsentFileIsToldBeforeAnythingRuns()
    {
        using var folder = new TemporaryFolder();
        StudyStep[] steps = [TestSteps.Step(folder, "a"), TestSteps.Step(folder, "b").Reading(folder.File("nowhere"))];
        var work = new FakeWork();
        var error = Assert.Throws<InputException>(() => Run(folder, steps, work));
        Assert.Equal($"step b: file: {folder.File("nowhere")}: expected a file, found none", error.Message);
        Assert.Empty(work.Ran);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("{\"a\": null}")]
    [InlineData("{\"a\": {\"state\": \"done\"}}")]
    [InlineData("{\"a\": {\"state\": 3, \"key\": \"x\", \"start_time\": \"2026-01-01T00:00:00+00:00\"}}")]
    [InlineData("{\"a\": {\"state\": \"done\", \"key\": \"x\", \"start_time\": \"yesterday\"}}")]
    public void ADamagedStateIsRefusedAndNothingIsLost(string text)
    {
        using var folder = new TemporaryFolder();
        var step = TestSteps.Step(folder, "a");
        Run(folder, [step]);
        File.WriteAllText(folder.File("out", StateFile.Name), text);
        var error = Assert.Throws<InputException>(() => Run(folder, [step]));
        Assert.Contains("expected the states of a study's steps, found a damaged file", error.Message);
        Assert.True(File.Exists(folder.File("out", "a")));
    }

    [Fact]
    public void ADamagedCacheOfDigestsCostsOnlyTime()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("data"), "one");
        var step = TestSteps.Step(folder, "a").Reading(folder.File("data"));
        Run(folder, [step]);
        File.WriteAllText(folder.File("out", FileDigests.Name), "{");
        Assert.Empty(Run(folder, [step]).Work.Ran);
    }

    [Fact]
    public void TwoRunsInOneFolderKeepOutOfEachOthersWay()
    {
        using var folder = new TemporaryFolder();
        var step = TestSteps.Step(folder, "a");
        var inner = new FakeWork { Instead = { ["a"] = _ => Assert.Throws<InputException>(() => Run(folder, [step])) } };
        Assert.Equal(["a"], Run(folder, [step], inner).Outcome.Ran);
    }

    /// <summary>In any graph a changed setting runs its step and everything that waits for it, and nothing else; twice runs nothing.</summary>
    [Fact]
    public void AChangedSettingRunsExactlyWhatDependsOnIt() =>
        Gen.Select(Gen.Int[2, 12], Gen.Int[0, 1000], Gen.UInt.Array[12]).Sample(
            (count, pick, edges) =>
            {
                using var folder = new TemporaryFolder();
                var changed = pick % count;
                var before = Graph(folder, count, edges, changed: -1);
                Assert.Equal(before.Select(step => step.Name), Run(folder, before).Work.Ran);
                var after = Graph(folder, count, edges, changed);
                var expected = new HashSet<string> { after[changed].Name };
                foreach (var step in after.Where(step => step.Upstream.Any(expected.Contains)))
                    expected.Add(step.Name);
                Assert.Equal(after.Select(step => step.Name).Where(expected.Contains), Run(folder, after).Work.Ran);
                Assert.Empty(Run(folder, after).Work.Ran);
            },
            iter: 30);

    /// <summary>Step i waits for those j &lt; i whose bit is set.</summary>
    private static StudyStep[] Graph(TemporaryFolder folder, int count, uint[] edges, int changed) =>
        [.. Enumerable.Range(0, count).Select(i => TestSteps.Step(
            folder, $"step{i}", i == changed ? "changed" : "", [.. Enumerable.Range(0, i).Where(j => (edges[i] >> j & 1) == 1).Select(j => $"step{j}")]))];

    private static StudyExecutor Executor(TemporaryFolder folder, StudyStep[] steps, FakeWork work, FakeObserver observer) =>
        new(new StudyGraph(steps), folder.File("out"), work, observer, TimeProvider.System);

    private static (StudyOutcome Outcome, FakeObserver Observer, FakeWork Work) Run(TemporaryFolder folder, StudyStep[] steps, FakeWork? work = null)
    {
        var (observer, done) = (new FakeObserver(), work ?? new FakeWork());
        return (Executor(folder, steps, done, observer).Run(TestContext.Current.CancellationToken), observer, done);
    }
}
