using Candor.Conversations;

namespace Candor.Torch.Models;

/// <summary>What stands at a position of a spliced row.</summary>
internal enum SpliceKind
{
    Text,
    DetachedText,
    Picture,
}

/// <summary>A position of a spliced row.</summary>
/// <param name="Kind">Token or picture.</param>
/// <param name="Value">A token's id, or the flat index of a feature vector.</param>
/// <param name="Label">Its label.</param>
internal readonly record struct SpliceEntry(SpliceKind Kind, long Value, long Label);

/// <summary>One row with its pictures in place.</summary>
internal sealed class SplicedRow
{
    private readonly List<SpliceEntry> entries = [];

    private SplicedRow()
    {
    }

    /// <summary>The positions in order.</summary>
    public IReadOnlyList<SpliceEntry> Entries => entries;

    /// <summary>
    /// Splices pictures in at every placeholder. A row without any passes one picture over: each row is taken to own one.
    /// </summary>
    public static SplicedRow Create(ReadOnlySpan<long> ids, ReadOnlySpan<long> labels, PictureQueue pictures, bool detachesText, int row)
    {
        var spliced = new SplicedRow();
        int place = ids.IndexOf(ImageTokens.ImageIndex);
        if (place < 0)
        {
            spliced.AddText(ids, labels, SpliceKind.Text);
            pictures.Skip();
            return spliced;
        }

        var textKind = detachesText ? SpliceKind.DetachedText : SpliceKind.Text;
        for (; place >= 0; place = ids.IndexOf(ImageTokens.ImageIndex))
        {
            int before = detachesText ? Math.Max(0, place - 1) : place;
            spliced.AddText(ids[..before], labels[..before], textKind);
            spliced.AddText(ids[before..place], labels[before..place], SpliceKind.Text);
            spliced.AddPicture(pictures.Take(row));
            int next = place + 1;
            if (detachesText && next < ids.Length)
            {
                spliced.AddText(ids.Slice(next, 1), labels.Slice(place, 1), SpliceKind.Text);
                next++;
            }

            ids = ids[next..];
            labels = labels[next..];
        }

        spliced.AddText(ids, labels, textKind);
        return spliced;
    }

    private void AddText(ReadOnlySpan<long> ids, ReadOnlySpan<long> labels, SpliceKind kind)
    {
        for (int i = 0; i < ids.Length; i++)
            entries.Add(new SpliceEntry(kind, ids[i], labels[i]));
    }

    private void AddPicture((int First, int Count) block)
    {
        for (int i = 0; i < block.Count; i++)
            entries.Add(new SpliceEntry(SpliceKind.Picture, block.First + i, ImageTokens.IgnoreIndex));
    }
}
