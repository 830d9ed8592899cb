namespace Candor.Conversations.Auditing;

/// <summary>What a file of rows holds, in numbers.</summary>
public sealed class RowStatistics
{
    private readonly HashSet<string> _images = new(StringComparer.Ordinal);
    private readonly SortedDictionary<int, int> _rowsByTurns = [];
    private readonly List<int> _questions = [];
    private readonly List<int> _answers = [];

    /// <summary>Rows seen.</summary>
    public int Rows { get; private set; }

    /// <summary>Rows with a picture.</summary>
    public int RowsWithImage { get; private set; }

    /// <summary>Different pictures.</summary>
    public int Images => _images.Count;

    /// <summary>Number of rows by their number of turns.</summary>
    public IReadOnlyDictionary<int, int> RowsByTurns => _rowsByTurns;

    /// <summary>Characters of the turns of <c>human</c>.</summary>
    public LengthSummary Questions => LengthSummary.Of(_questions);

    /// <summary>Characters of the turns of <c>gpt</c>.</summary>
    public LengthSummary Answers => LengthSummary.Of(_answers);

    /// <summary>Counts one more row.</summary>
    public void Add(ConversationRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        Rows++;
        _rowsByTurns[row.Turns.Count] = _rowsByTurns.GetValueOrDefault(row.Turns.Count) + 1;
        if (row.Image is { } image)
        {
            RowsWithImage++;
            _images.Add(image);
        }

        foreach (var turn in row.Turns)
        {
            if (turn.From == ConversationTurn.Human)
                _questions.Add(turn.Value.Length);
            else if (turn.From == ConversationTurn.Gpt)
                _answers.Add(turn.Value.Length);
        }
    }
}
