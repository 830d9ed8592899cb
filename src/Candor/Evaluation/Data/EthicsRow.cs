namespace Candor.Evaluation.Data;

/// <summary>One record of an ETHICS file.</summary>
/// <param name="path">The file, for messages.</param>
/// <param name="row">1-based record number, the header included, for messages.</param>
/// <param name="index">0-based number of the record, the header not counted.</param>
/// <param name="columns">The columns' names.</param>
/// <param name="cells">As many cells.</param>
internal sealed class EthicsRow(string path, int row, int index, IReadOnlyList<string> columns, IReadOnlyList<string> cells)
{
    private const string TraitSeparator = " [SEP] ";

    /// <summary>0-based number of the record.</summary>
    public int Index => index;

    /// <summary>The cell of a column.</summary>
    public string this[string column]
    {
        get
        {
            for (var i = 0; i < columns.Count; i++)
            {
                if (columns[i] == column)
                    return cells[i];
            }

            throw new ArgumentException($"no column {column}", nameof(column));
        }
    }

    /// <summary>The column <c>label</c>: 0 or 1.</summary>
    /// <exception cref="InputException">Anything else.</exception>
    public int Label => this["label"] switch
    {
        "0" => 0,
        "1" => 1,
        var other => throw new InputException($"{path}: row {row}: label: expected 0 or 1, found \"{other}\""),
    };

    /// <summary>A virtue scenario's sentence and trait.</summary>
    /// <exception cref="InputException">The cell has not exactly two parts.</exception>
    public (string Sentence, string Trait) SplitScenario()
    {
        var parts = this["scenario"].Split(TraitSeparator, StringSplitOptions.None);
        if (parts.Length == 2)
            return (parts[0], parts[1]);
        throw new InputException(
            $"{path}: row {row}: scenario: expected \"sentence{TraitSeparator}trait\", found {parts.Length} parts");
    }
}
