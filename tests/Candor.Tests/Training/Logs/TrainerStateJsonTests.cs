using System.Text.Json;
using Candor.TestSupport;
using Candor.Training.Logs;

namespace Candor.Tests.Training.Logs;

public sealed class TrainerStateJsonTests
{
    private static readonly TrainerState s_state = new()
    {
        GlobalStep = 2,
        MaxSteps = 2,
        NumTrainEpochs = 1,
        Epoch = 1,
        TotalFlos = 6462660096,
        LogHistory =
        [
            new LogEntry { Step = 1, Epoch = 0.5, Loss = 13.635478973388672, LearningRate = 0.0019594929736144974, GradNorm = 1e-7 },
            new LogEntry { Step = 2, Epoch = 1, Loss = 0, LearningRate = 0, GradNorm = 0 },
        ],
        Summary = new RunSummary { TrainLoss = 6.8, Samples = 48, Runtime = TimeSpan.FromSeconds(2) },
    };

    [Fact]
    public void Keys_are_the_Trainers()
    {
        using var folder = new TemporaryFolder();
        TrainerStateJson.Write(folder.FullPath, s_state);
        var written = Goldens.Json(folder.File("trainer_state.json"));
        var reference = Goldens.Json(Goldens.Committed("small", "train", "llava-tiny-lora", "trainer_state.json"));
        Assert.Equal(Names(reference), Names(written));
        Assert.Equal(Names(reference.GetProperty("log_history")[0]).Append("grad_norm").Order(), Names(written.GetProperty("log_history")[0]));
        Assert.Equal(Names(Last(reference)), Names(Last(written)));
        Assert.Equal(24, Last(written).GetProperty("train_samples_per_second").GetDouble());
    }

    [Fact]
    public void Every_digit_comes_back()
    {
        using var folder = new TemporaryFolder();
        TrainerStateJson.Write(folder.FullPath, s_state);
        var read = TrainerStateJson.Read(folder.FullPath);
        Assert.Equal(s_state.LogHistory, read.LogHistory);
        Assert.Equal((2, 2, 1, 1.0, 6462660096), (read.GlobalStep, read.MaxSteps, read.NumTrainEpochs, read.Epoch, read.TotalFlos));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"global_step\": 1}")]
    public void A_broken_file_is_named(string text)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("trainer_state.json"), text);
        Assert.Contains("trainer_state.json", Assert.Throws<InputException>(() => TrainerStateJson.Read(folder.FullPath)).Message);
    }

    // round(x, 2) of CPython 3.11.
    [Theory]
    [InlineData(0.125, 0.12)]
    [InlineData(0.375, 0.38)]
    [InlineData(0.015, 0.01)]
    [InlineData(1.005, 1.0)]
    [InlineData(2.675, 2.67)]
    [InlineData(1.0 / 12, 0.08)]
    [InlineData(2, 2)]
    public void Epochs_are_rounded_as_Python_rounds(double epoch, double expected) => Assert.Equal(expected, EpochNumber.Round(epoch));

    private static JsonElement Last(JsonElement state) => state.GetProperty("log_history").EnumerateArray().Last();

    private static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(member => member.Name);
}
