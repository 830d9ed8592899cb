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

    /// <summary>Ids as training takes them: rows without a picture are cut at the greatest length.</summary>
    public int[] Cut(int[] ids) => hasImage || ids.Length <= MaxLength ? ids : ids[..MaxLength];

    /// <summary>Ids that are not padding.</summary>
    public int CountReal(ReadOnlySpan<int> ids) => ids.Length - ids.Count(settings.PadId);

    /// <summary>Length of a piece of a row under v0: rows without a picture leave out padding ids.</summary>
    public int PieceLength(string text) => hasImage ? Encode(text).Length : CountReal(Cut(Encode(text)));
}
