using Candor.Tokenization;

namespace Candor.Conversations.Labels;

/// <summary>Token ids of a text with pictures in it (<c>tokenizer_image_token</c>, spec/training.md §5).</summary>
public static class ImagePrompt
{
    /// <summary>
    /// Ids of the text cut at every <c>&lt;image&gt;</c>: each stretch is encoded by itself, BOS stands once at the front, and
    /// <see cref="ImageTokens.ImageIndex"/> between the stretches. Nothing is cut off.
    /// </summary>
    public static int[] Encode(ITokenizer tokenizer, string text)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentNullException.ThrowIfNull(text);
        var stretches = text.Split(ImageTokens.Image);
        var ids = new List<int>();
        var skipped = 0;
        foreach (var (index, stretch) in stretches.Index())
        {
            var encoded = tokenizer.Encode(stretch);
            if (index == 0)
                skipped = encoded.Length > 0 && encoded[0] == tokenizer.BosId ? 1 : 0;
            else
                ids.Add(ImageTokens.ImageIndex);
            ids.AddRange(index == 0 ? encoded : encoded.AsSpan(Math.Min(skipped, encoded.Length)));
        }

        return [.. ids];
    }
}
