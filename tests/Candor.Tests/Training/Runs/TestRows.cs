using Candor.Conversations;
using Candor.Conversations.Auditing;
using Candor.Training.Logs;

namespace Candor.Tests.Training.Runs;

/// <summary>Summaries of rows.</summary>
internal static class TestRows
{
    /// <summary>Rows without anything to remark.</summary>
    public static RowSummary Summary(int rows) => new()
    {
        DataPath = "rows.json",
        ModelMaxLength = 100,
        Rows = rows,
        RowsWithImage = 0,
        Skipped = new FindingTally(),
        Notes = new FindingTallies(),
        Trained = new RowAuditReport
        {
            Rows = rows,
            WithoutTargets = new FindingTally(),
            Mismatched = new FindingTally(),
            Cut = new FindingTally(),
            Affected = 0,
            Targets = 10L * rows,
            Tokens = 30L * rows,
            MaxShare = RowAudit.DefaultMaxShare,
            Advice = null,
        },
    };

    /// <summary>A place in the file.</summary>
    public static RowPlace Place(int row) => new("rows.json", row, row + 2);
}
