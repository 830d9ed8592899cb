using Candor.Studies.Manifest;

namespace Candor.Studies.Running;

/// <summary>What a step's work may need beside the step.</summary>
public sealed record StepContext
{
    /// <summary>The study's run folder, a full path.</summary>
    public required string Folder { get; init; }

    /// <summary>Told how far the work is.</summary>
    public required Action<StepProgress> Report { get; init; }

    /// <summary>Told what a user should know.</summary>
    public required Action<string> Note { get; init; }

    /// <summary>Steps without a result so far; only steps that run after failures need it.</summary>
    public IReadOnlyList<StudyGap> Gaps { get; init; } = [];

    /// <summary>Stops the work once its state is saved.</summary>
    public CancellationToken Cancellation { get; init; }
}
