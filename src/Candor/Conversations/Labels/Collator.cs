namespace Candor.Conversations.Labels;

/// <summary>Rows of different length into one batch (<c>DataCollatorForSupervisedDataset</c>, spec/training.md §9).</summary>
/// <param name="padId">Fills up ids.</param>
/// <param name="modelMaxLength">Longer rows are cut here, and their targets with them.</param>
/// <param name="masksGenuinePadding">
/// Whether an id of this value that a row has of its own is masked too, as in the reference; otherwise the mask goes by position.
/// </param>
public sealed class Collator(int padId, int modelMaxLength, bool masksGenuinePadding)
{
    /// <summary>Pads to the longest row, at most <c>model_max_length</c>.</summary>
    public CollatedBatch Collate(IReadOnlyList<EncodedRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var length = Math.Min(modelMaxLength, rows.Count == 0 ? 0 : rows.Max(row => row.Ids.Length));
        var ids = new long[rows.Count * length];
        var labels = new long[ids.Length];
        Array.Fill(ids, padId);
        Array.Fill(labels, ImageTokens.IgnoreIndex);
        var isReal = new bool[ids.Length];
        foreach (var (index, row) in rows.Index())
        {
            Widen(row.Ids, ids.AsSpan(index * length, length));
            Widen(row.Labels, labels.AsSpan(index * length, length));
            isReal.AsSpan(index * length, Math.Min(row.Ids.Length, length)).Fill(true);
        }

        return new CollatedBatch
        {
            Rows = rows.Count,
            Length = length,
            InputIds = ids,
            Labels = labels,
            AttentionMask = masksGenuinePadding ? Array.ConvertAll(ids, id => id != padId) : isReal,
        };
    }

    private static void Widen(int[] from, Span<long> to)
    {
        for (var index = 0; index < Math.Min(from.Length, to.Length); index++)
            to[index] = from[index];
    }
}
