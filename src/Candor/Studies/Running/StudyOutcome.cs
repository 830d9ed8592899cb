using Candor.Studies.Manifest;

namespace Candor.Studies.Running;

/// <summary>How a run of a study ended.</summary>
/// <param name="Ran">Steps that ran in this run and came to their end.</param>
/// <param name="Gaps">Steps without a result, and why.</param>
public sealed record StudyOutcome(IReadOnlyList<string> Ran, IReadOnlyList<StudyGap> Gaps);
