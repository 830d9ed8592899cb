using Candor.Training.Logs;

namespace Candor.Reports.Facts;

/// <summary>One training of the study, from its <c>trainer_state.json</c>.</summary>
/// <param name="Arm">The arm.</param>
/// <param name="Seed">Its seed.</param>
/// <param name="File">The log, relative to the study's folder.</param>
/// <param name="State">What it holds.</param>
/// <param name="Settings">Options with the values used, and digests of rows and weights; of a path only its last name.</param>
/// <param name="Rows">What became of the rows, or null where the run wrote nothing about them.</param>
public sealed record TrainingFacts(string Arm, int? Seed, string File, TrainerState State, IReadOnlyList<KeyValuePair<string, string>> Settings, RowLog? Rows)
{
    /// <summary>The arm with its seed.</summary>
    public string Label => ArmLabel.Of(Arm, Seed);
}
