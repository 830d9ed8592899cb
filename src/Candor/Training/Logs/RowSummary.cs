using Candor.Conversations.Auditing;

namespace Candor.Training.Logs;

/// <summary>What became of the rows of a run's file: left out, cut, trained without effect, odd.</summary>
public sealed record RowSummary
{
    /// <summary><c>data_path</c> as the training file has it.</summary>
    public required string DataPath { get; init; }

    /// <summary><c>model_max_length</c>.</summary>
    public required int ModelMaxLength { get; init; }

    /// <summary>Rows in the file.</summary>
    public required int Rows { get; init; }

    /// <summary>Rows among those trained that have a picture; 0 in a run without vision tower.</summary>
    public required int RowsWithImage { get; init; }

    /// <summary>Rows left out because their picture is missing or broken (<c>on_bad_image: skip</c>).</summary>
    public required FindingTally Skipped { get; init; }

    /// <summary>The rows that are trained: tokens, targets, cut rows, rows without targets.</summary>
    public required RowAuditReport Trained { get; init; }

    /// <summary>What is odd about rows of the file and may be meant, such as repeated ids.</summary>
    public required FindingTallies Notes { get; init; }
}
