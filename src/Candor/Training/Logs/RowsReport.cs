namespace Candor.Training.Logs;

/// <summary>What became of the rows of a training, <c>rows_report.json</c> in its folder: which were left out, cut, or train nothing.</summary>
public sealed record RowsReport
{
    /// <summary>The file's name.</summary>
    public const string FileName = "rows_report.json";

    /// <summary>Rows in the file.</summary>
    public required int RowsInFile { get; init; }

    /// <summary>Rows trained on.</summary>
    public required int Rows { get; init; }

    /// <summary>Positions over all rows after the cut; a picture counts once.</summary>
    public required long Tokens { get; init; }

    /// <summary>Trained positions over all rows after the cut.</summary>
    public required long Targets { get; init; }

    /// <summary>The length at which rows are cut.</summary>
    public required int ModelMaxLength { get; init; }

    /// <summary>Rows left out because of their pictures.</summary>
    public required RowFindings LeftOut { get; init; }

    /// <summary>Rows of which nothing is trained.</summary>
    public required RowFindings WithoutTargets { get; init; }

    /// <summary>Rows longer than <see cref="ModelMaxLength"/>.</summary>
    public required RowFindings Cut { get; init; }
}

/// <summary>Rows with one thing in common.</summary>
/// <param name="Count">How many.</param>
/// <param name="Places">Where they are; the first thousand.</param>
public sealed record RowFindings(int Count, IReadOnlyList<string> Places);
