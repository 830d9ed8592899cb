using Candor.Checkpoints;

namespace Candor.Conversations.Auditing;

/// <summary>
/// Looks at rows without a tokenizer: unknown roles, rows without turns, pictures and placeholders that do not match, repeated ids.
/// Released data repeats ids (LLaVA-Instruct-150K names several rows after one picture), so that is told, not refused.
/// </summary>
public sealed class RowChecker
{
    private readonly Dictionary<string, RowPlace> _ids = new(StringComparer.Ordinal);

    /// <summary>What templates of the v1 and llama_2 kind cannot train on.</summary>
    public FindingTallies Errors { get; } = new();

    /// <summary>What may be meant, but is worth knowing.</summary>
    public FindingTallies Notes { get; } = new();

    /// <summary>Looks at one more row.</summary>
    public void Add(ConversationRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        CheckTurns(row);
        CheckPlaceholders(row);
        if (row.Id is { } id && !_ids.TryAdd(id, row.Place))
            Notes.Add("id seen before", row.Place, $"{ErrorText.Quote(id)}, first in row {_ids[id].Row} (line {_ids[id].Line})");
    }

    /// <summary>Passes rows through, stopping at the first without turns or with an unknown role.</summary>
    /// <exception cref="InputException">There is such a row: file, row and line are named.</exception>
    public IEnumerable<ConversationRow> Require(IEnumerable<ConversationRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        foreach (var row in rows)
        {
            Add(row);
            if (row.Turns.Count == 0)
                throw RowProblems.NoTurns(row);
            foreach (var (index, turn) in row.Turns.Index())
            {
                if (!IsKnown(turn.From))
                    throw RowProblems.UnknownRole(row, turn, index);
            }

            yield return row;
        }
    }

    private void CheckTurns(ConversationRow row)
    {
        if (row.Turns.Count == 0)
            Errors.Add("no turns", row.Place);
        if (row.Turns.FirstOrDefault(turn => !IsKnown(turn.From)) is { } unknown)
            Errors.Add("unknown role", row.Place, ErrorText.Quote(unknown.From));
        else if (row.Turns.Zip(row.Turns.Skip(1)).Any(pair => pair.First.From == pair.Second.From))
            Errors.Add("two turns of one role", row.Place);
        if (row.Turns.Any(turn => turn.From == ConversationTurn.Gpt && turn.Value.Length == 0))
            Notes.Add("empty answer", row.Place);
    }

    private void CheckPlaceholders(ConversationRow row)
    {
        var count = row.Turns.Count(turn => turn.Value.Contains(ImageTokens.Image, StringComparison.Ordinal));
        if (row.Image is null && count > 0)
            Notes.Add($"{ImageTokens.Image} without a picture", row.Place);
        else if (row.Image is not null && count == 0)
            Notes.Add($"picture without {ImageTokens.Image}", row.Place);
        else if (count > 1)
            Notes.Add($"{ImageTokens.Image} in several turns", row.Place);
    }

    private static bool IsKnown(string role) => role is ConversationTurn.Human or ConversationTurn.Gpt;
}
