using Candor.TestSupport;
using Candor.Training;
using Candor.Training.Logs;
using Candor.Training.Recipes;
using Candor.Training.Runs;

namespace Candor.Tests.Training.Runs;

public sealed class TrainingRunnerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _notes = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_whole_run_leaves_model_state_and_logs()
    {
        var progress = new List<TrainingProgress>();
        var trainer = new CountingTrainer();
        var state = Runner("run", trainer).Run(_notes.Add, progress.Add, CancellationToken.None);
        Assert.Equal((10, 10, 2, 2.0, 60.0), (state.GlobalStep, state.MaxSteps, state.NumTrainEpochs, state.Epoch, state.TotalFlos));
        Assert.Equal(Enumerable.Range(1, 10), state.LogHistory.Select(entry => entry.Step));
        Assert.Equal(0.2, state.LogHistory[0].Epoch);
        Assert.Equal(state.LogHistory.Average(entry => entry.Loss), state.Summary!.TrainLoss, 12);
        Assert.Equal(10, File.ReadAllLines(_folder.File("run", "trainer_log.jsonl")).Length);
        Assert.Equal(["checkpoint-6", "checkpoint-9"], Checkpoints("run"));
        Assert.Equal(10, progress[^1].Entry.Step);
        Assert.Equal(TimeSpan.Zero, progress[^1].Remaining);
        Assert.Equal(Enumerable.Range(0, 20).Order(), trainer.Rows.Take(20).Order());
    }

    [Fact]
    public void Broken_off_anywhere_it_goes_on_and_leaves_the_same_bytes()
    {
        Runner("whole", new CountingTrainer()).Run(_notes.Add, _ => { }, CancellationToken.None);
        var breaks = new Queue<int>([2, 3, 5, 6, 8, 9]);
        while (true)
        {
            var next = breaks.Count > 0 ? breaks.Dequeue() : int.MaxValue;
            try
            {
                var trainer = new CountingTrainer { BeforeUpdate = made => { if (made == next) throw new NotSupportedException("killed"); } };
                Runner("broken", trainer).Run(_notes.Add, _ => { }, CancellationToken.None);
                break;
            }
            catch (NotSupportedException)
            {
                // As after a kill, logs are ahead of the checkpoint; the next process starts from there.
            }
        }

        Assert.Equal(RepeatableFiles.Read(_folder.File("whole")), RepeatableFiles.Read(_folder.File("broken")));
        Assert.Contains(_notes, note => note.Contains("goes on from") && note.Contains("checkpoint-9 (9 of 10 updates done)"));
    }

    [Fact]
    public void Stopped_it_saves_where_it_is_first()
    {
        using var stop = new CancellationTokenSource();
        var trainer = new CountingTrainer { BeforeUpdate = made => { if (made == 4) stop.Cancel(); } };
        Assert.Throws<OperationCanceledException>(() => Runner("run", trainer).Run(_notes.Add, _ => { }, stop.Token));
        Assert.Equal(["checkpoint-3", "checkpoint-5"], Checkpoints("run"));
        Assert.Equal(10, Runner("run", new CountingTrainer()).Run(_notes.Add, _ => { }, CancellationToken.None).GlobalStep);
    }

    [Theory]
    [InlineData("model.txt", "other bytes")]
    [InlineData("checkpoint_files.json", "checkpoint_files.json is damaged")]
    [InlineData(null, "updates.txt is missing")]
    public void A_damaged_newest_checkpoint_is_named_and_the_one_before_used(string? file, string reason)
    {
        Runner("whole", new CountingTrainer()).Run(_notes.Add, _ => { }, CancellationToken.None);
        Kill("run", 9);
        if (file is null)
            File.Delete(_folder.File("run", "checkpoint-9", "updates.txt"));
        else
            Damage(_folder.File("run", "checkpoint-9", file));
        Runner("run", new CountingTrainer()).Run(_notes.Add, _ => { }, CancellationToken.None);
        Assert.Contains(_notes, note => note.Contains("checkpoint-9 is damaged and not used") && note.Contains(reason));
        Assert.Contains(_notes, note => note.Contains("checkpoint-6 (6 of 10 updates done)"));
        Assert.Equal(RepeatableFiles.Read(_folder.File("whole")), RepeatableFiles.Read(_folder.File("run")));
    }

    [Fact]
    public void A_full_disk_is_said_and_loses_nothing()
    {
        var trainer = new CountingTrainer
        {
            WhileSaving = folder => { if (folder.Contains("checkpoint-6")) throw new IOException("No space left on device", 28); },
        };
        var error = Assert.Throws<IOException>(() => Runner("run", trainer).Run(_notes.Add, _ => { }, CancellationToken.None));
        Assert.Contains("the disk is full", error.Message);
        Assert.Contains("checkpoint-3", error.Message);
        Assert.Equal(["checkpoint-3"], Checkpoints("run"));
        Assert.Equal(10, Runner("run", new CountingTrainer()).Run(_notes.Add, _ => { }, CancellationToken.None).GlobalStep);
    }

    [Fact]
    public void A_disk_that_is_full_at_the_end_leaves_no_half_model()
    {
        var trainer = new CountingTrainer { WhileSaving = folder => { if (folder.EndsWith("model.tmp", StringComparison.Ordinal)) throw new IOException("No space left on device", 28); } };
        var error = Assert.Throws<IOException>(() => Runner("run", trainer).Run(_notes.Add, _ => { }, CancellationToken.None));
        Assert.Matches("the disk is full: No space left on device; .*checkpoint-9 and those before it are whole; free some space", error.Message);
        Assert.False(File.Exists(_folder.File("run", "model.txt")));
        Assert.False(File.Exists(_folder.File("run", TrainerState.FileName)));
        Runner("whole", new CountingTrainer()).Run(_notes.Add, _ => { }, CancellationToken.None);
        Runner("run", new CountingTrainer()).Run(_notes.Add, _ => { }, CancellationToken.None);
        Assert.Equal(RepeatableFiles.Read(_folder.File("whole")), RepeatableFiles.Read(_folder.File("run")));
    }

    [Fact]
    public void A_run_that_diverges_names_the_last_good_checkpoint()
    {
        var trainer = new CountingTrainer { BeforeUpdate = made => { if (made == 7) throw new DivergedException("update 8: the loss is NaN; rows 1, 2"); } };
        var error = Assert.Throws<DivergedException>(() => Runner("run", trainer).Run(_notes.Add, _ => { }, CancellationToken.None));
        Assert.Matches("update 8: the loss is NaN; rows 1, 2; the last good checkpoint is .*checkpoint-6", error.Message);
    }

    [Fact]
    public void Another_run_is_not_continued()
    {
        Kill("run", 5);
        var other = Settings("run") with { Identity = new Dictionary<string, string> { ["seed"] = "7" } };
        var error = Assert.Throws<InputException>(() => new TrainingRunner(new CountingTrainer(), other, TimeProvider.System).Run(_notes.Add, _ => { }, CancellationToken.None));
        Assert.Contains("expected a run with seed: 7, found 42", error.Message);
        var anew = other with { Output = other.Output with { StartsAnew = true } };
        Assert.Equal(10, new TrainingRunner(new CountingTrainer(), anew, TimeProvider.System).Run(_notes.Add, _ => { }, CancellationToken.None).GlobalStep);
    }

    [Fact]
    public void A_finished_run_is_not_made_again()
    {
        Runner("run", new CountingTrainer()).Run(_notes.Add, _ => { }, CancellationToken.None);
        var trainer = new CountingTrainer();
        Assert.Equal(10, Runner("run", trainer).Run(_notes.Add, _ => { }, CancellationToken.None).GlobalStep);
        Assert.Empty(trainer.Rows);
    }

    [Fact]
    public void Two_processes_do_not_write_one_run()
    {
        Directory.CreateDirectory(_folder.File("run"));
        using var other = TrainerLog.Open(_folder.File("run"));
        Assert.Contains("another run", Assert.Throws<InputException>(() => Runner("run", new CountingTrainer()).Run(_notes.Add, _ => { }, CancellationToken.None)).Message);
    }

    [Fact]
    public void Log_entries_of_several_updates_hold_their_mean()
    {
        var settings = Settings("run");
        settings = settings with { Output = settings.Output with { LoggingSteps = 4, Strategy = SaveStrategy.No } };
        var every = Runner("every", new CountingTrainer()).Run(_notes.Add, _ => { }, CancellationToken.None).LogHistory;
        var state = new TrainingRunner(new CountingTrainer(), settings, TimeProvider.System).Run(_notes.Add, _ => { }, CancellationToken.None);
        Assert.Equal([4, 8], state.LogHistory.Select(entry => entry.Step));
        Assert.Equal(every.Take(4).Average(entry => entry.Loss), state.LogHistory[0].Loss, 12);
        Assert.Empty(Checkpoints("run"));
    }

    private void Kill(string name, int at)
    {
        var trainer = new CountingTrainer { BeforeUpdate = made => { if (made == at) throw new NotSupportedException("killed"); } };
        Assert.Throws<NotSupportedException>(() => Runner(name, trainer).Run(_notes.Add, _ => { }, CancellationToken.None));
    }

    private static void Damage(string file)
    {
        var bytes = File.ReadAllBytes(file);
        bytes[0] ^= 1;
        File.WriteAllBytes(file, bytes);
    }

    private TrainingRunner Runner(string name, CountingTrainer trainer) => new(trainer, Settings(name), TimeProvider.System);

    private RunSettings Settings(string name) => new()
    {
        Output = new RecipeOutput
        {
            Folder = new RecipePath(name, _folder.File(name)),
            Strategy = SaveStrategy.Steps,
            SaveSteps = 3,
            SaveTotalLimit = 2,
            SavesBin = false,
            LoggingSteps = 1,
            StartsAnew = false,
        },
        Rows = TestRows.Summary(20),
        Plan = new BatchPlan(20, 4, 1, 2, null, 42),
        Identity = new Dictionary<string, string> { ["seed"] = "42" },
    };

    private string[] Checkpoints(string name) =>
        [.. Directory.GetDirectories(_folder.File(name), "checkpoint-*").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
}
