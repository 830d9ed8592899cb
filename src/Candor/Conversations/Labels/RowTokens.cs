using Candor.Tokenization;

namespace Candor.Conversations.Labels;

/// <summary>How one row's texts become ids: with pictures and whole, or without and cut.</summary>
/// <param name="tokenizer">Makes the ids.</param>
/// <param name="settings">Padding id and greatest length.</param>
/// <param name="hasImage">Whether the row has a picture.</param>
internal sealed class RowTokens(ITokenizer tokenizer, RowEncoderSettings settings, bool hasImage)
{
    public int MaxLength => settings.ModelMaxLength;

    /// <summary>All ids of a text.</summary>
    public int[] Encode(string text) => hasImage ? ImagePrompt.Encode(tokenizer, text) : tokenizer.Encode(text);

    /// <summary>All ids of a part of a text, without BOS and EOS; <c>&lt;image&gt;</c> is a picture's place.</summary>
    public int[] EncodePart(string text)
    {
        if (!hasImage)
            return tokenizer.Encode(text, addSpecialTokens: false);
        var ids = new List<int>();
        foreach (var (index, stretch) in text.Split(ImageTokens.Image).Index())
        {
            if (index > 0)
                ids.Add(ImageTokens.ImageIndex);
            ids.AddRange(tokenizer.Encode(stretch, addSpecialTokens: false));
        }

        return [.. ids];
    }

    /// <summary>BOS, where the tokenizer puts it before a text.</summary>
    public int[] Begin() => tokenizer.BosId is { } bos && tokenizer.Encode("") is [var first, ..] && first == bos ? [bos] : [];

    /// <summary>Ids as training takes them: rows without a picture are cut at the greatest length.</summary>
    public int[] Cut(int[] ids) => hasImage || ids.Length <= MaxLength ? ids : ids[..MaxLength];

    /// <summary>Ids that are not padding.</summary>
    public int CountReal(ReadOnlySpan<int> ids) => ids.Length - ids.Count(settings.PadId);

    /// <summary>Length of a piece of a row under v0: rows without a picture leave out padding ids.</summary>
    public int PieceLength(string text) => hasImage ? Encode(text).Length : CountReal(Cut(Encode(text)));
}
