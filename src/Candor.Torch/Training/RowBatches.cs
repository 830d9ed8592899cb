using Candor.Conversations;
using Candor.Conversations.Labels;
using Candor.Torch.Models;

namespace Candor.Torch.Training;

/// <summary>Rows of the data into micro-batches: ids, labels and pixels.</summary>
/// <param name="rows">The data.</param>
/// <param name="encoder">Makes ids and labels.</param>
/// <param name="collator">Pads them.</param>
/// <param name="pixels">Preprocessed pixels [3, S, S] of a row's picture by its file; null in a run without vision tower.</param>
/// <param name="imageSize">S.</param>
public sealed class RowBatches(
    IReadOnlyList<ConversationRow> rows, RowEncoder encoder, Collator collator, Func<ConversationRow, float[]>? pixels, int imageSize)
{
    /// <summary>A micro-batch of these rows in this order. A row without picture gets zeros in its place.</summary>
    /// <exception cref="InputException">A row does not fit the template, or its picture cannot be read.</exception>
    public TrainingBatch Create(IReadOnlyList<int> numbers)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        var chosen = numbers.Select(number => rows[number]).ToList();
        return new TrainingBatch
        {
            Tokens = collator.Collate([.. chosen.Select(encoder.Encode)]),
            Images = pixels is null ? null : Images(chosen, pixels),
            Rows = numbers,
        };
    }

    private ImageBatch Images(List<ConversationRow> chosen, Func<ConversationRow, float[]> read)
    {
        int size = 3 * imageSize * imageSize;
        var values = new float[chosen.Count * size];
        foreach (var (index, row) in chosen.Index())
        {
            if (row.Image is not null)
                read(row).AsSpan(0, size).CopyTo(values.AsSpan(index * size));
        }

        return new ImageBatch { Pixels = values, Count = chosen.Count, Size = imageSize };
    }
}
