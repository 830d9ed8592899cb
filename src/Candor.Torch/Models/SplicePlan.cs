using Candor.Conversations;
using Candor.Conversations.Labels;

namespace Candor.Torch.Models;

/// <summary>
/// Where tokens and pictures go in a spliced batch [B, S]: what <c>prepare_inputs_labels_for_multimodal</c> of LLaVA v1.0 does, as numbers.
/// </summary>
public sealed class SplicePlan
{
    private readonly List<long> textIds = [], textPositions = [], fixedIds = [], fixedPositions = [], features = [], featurePositions = [];

    private SplicePlan(int rows, int length)
    {
        Rows = rows;
        Length = length;
        Labels = new long[rows * length];
        Mask = new bool[rows * length];
        Array.Fill(Labels, ImageTokens.IgnoreIndex);
    }

    /// <summary>B.</summary>
    public int Rows { get; }

    /// <summary>S, the length after splicing.</summary>
    public int Length { get; }

    /// <summary>Labels [B·S], not shifted.</summary>
    public long[] Labels { get; }

    /// <summary>Which positions are not padding [B·S].</summary>
    public bool[] Mask { get; }

    /// <summary>Ids of tokens whose embeddings receive gradients.</summary>
    public IReadOnlyList<long> TextIds => textIds;

    /// <summary>Their flat positions in [B·S].</summary>
    public IReadOnlyList<long> TextPositions => textPositions;

    /// <summary>Ids of tokens whose embeddings are detached.</summary>
    public IReadOnlyList<long> FixedIds => fixedIds;

    /// <summary>Their flat positions.</summary>
    public IReadOnlyList<long> FixedPositions => fixedPositions;

    /// <summary>Flat indices of picture features, of all blocks one after the other.</summary>
    public IReadOnlyList<long> Features => features;

    /// <summary>Their flat positions.</summary>
    public IReadOnlyList<long> FeaturePositions => featurePositions;

    /// <summary>Plans a batch.</summary>
    /// <param name="batch">Tokens, labels and mask before splicing.</param>
    /// <param name="blocks">
    /// Number of feature vectors of each picture (or each row's list of pictures); null in a model without tower or a batch without
    /// pictures.
    /// </param>
    /// <param name="detachesText">
    /// Stage 1 with start and end tokens: of a row with pictures only the two tokens around each are trained, and the token after a
    /// picture takes the placeholder's label.
    /// </param>
    /// <exception cref="InputException">A row asks for a picture that is not there.</exception>
    public static SplicePlan Create(CollatedBatch batch, IReadOnlyList<int>? blocks, bool detachesText)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var rows = new List<SplicedRow>();
        var pictures = new PictureQueue(blocks);
        for (int row = 0; row < batch.Rows; row++)
        {
            var range = new Range(row * batch.Length, (row + 1) * batch.Length);
            rows.Add(SplicedRow.Create(batch.InputIds.AsSpan(range), batch.Labels.AsSpan(range), pictures, detachesText, row));
        }

        var plan = new SplicePlan(batch.Rows, rows.Count == 0 ? 0 : rows.Max(row => row.Entries.Count));
        foreach (var (index, row) in rows.Index())
            plan.Add(index, row, batch);
        return plan;
    }

    private void Add(int row, SplicedRow spliced, CollatedBatch batch)
    {
        int start = row * Length;
        foreach (var (offset, entry) in spliced.Entries.Index())
        {
            Labels[start + offset] = entry.Label;
            (var values, var positions) = entry.Kind switch
            {
                SpliceKind.Text => (textIds, textPositions),
                SpliceKind.DetachedText => (fixedIds, fixedPositions),
                _ => (features, featurePositions),
            };
            values.Add(entry.Value);
            positions.Add(start + offset);
        }

        // The reference puts the mask's new ones in front: it takes padding to be on the right, where both give the same.
        int inserted = spliced.Entries.Count - batch.Length;
        Mask.AsSpan(start, inserted).Fill(true);
        batch.AttentionMask.AsSpan(row * batch.Length, batch.Length).CopyTo(Mask.AsSpan(start + inserted));
    }
}
