namespace Candor.Training.Logs;

/// <summary>What <c>trainer_state.json</c> holds: keys and meaning are the Hugging Face Trainer's.</summary>
public sealed record TrainerState
{
    /// <summary>The file's name.</summary>
    public const string FileName = "trainer_state.json";

    /// <summary>Updates made.</summary>
    public required int GlobalStep { get; init; }

    /// <summary>Updates of the whole run.</summary>
    public required int MaxSteps { get; init; }

    /// <summary>Epochs of the whole run, rounded up.</summary>
    public required int NumTrainEpochs { get; init; }

    /// <summary>Passes over the data so far, unrounded.</summary>
    public required double Epoch { get; init; }

    /// <summary>Floating-point operations so far by the Trainer's estimate: 6 · ids · parameters outside the embedding.</summary>
    public required double TotalFlos { get; init; }

    /// <summary>The entries in order.</summary>
    public required IReadOnlyList<LogEntry> LogHistory { get; init; }

    /// <summary>The last entry of a finished run.</summary>
    public RunSummary? Summary { get; init; }
}
