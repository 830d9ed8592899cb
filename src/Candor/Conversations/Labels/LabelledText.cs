using System.Text;
using Candor.Tokenization;

namespace Candor.Conversations.Labels;

/// <summary>A row's ids as readable text, cut where training begins and ends.</summary>
public static class LabelledText
{
    /// <summary>A stretch of text.</summary>
    /// <param name="Text">What the tokens read.</param>
    /// <param name="IsTrained">Whether they are targets.</param>
    public readonly record struct Stretch(string Text, bool IsTrained);

    /// <summary>The stretches of a row in order; a picture reads <c>&lt;image&gt;</c>.</summary>
    public static IReadOnlyList<Stretch> Of(EncodedRow row, ITokenizer tokenizer)
    {
        ArgumentNullException.ThrowIfNull(row);
        var stretches = new List<Stretch>();
        var stream = new StreamDecoder(tokenizer, skipSpecialTokens: false);
        var text = new StringBuilder();
        var wasTrained = false;
        foreach (var (id, label) in row.Ids.Zip(row.Labels))
        {
            var isTrained = label != ImageTokens.IgnoreIndex;
            if (isTrained != wasTrained)
                EndStretch();
            wasTrained = isTrained;
            if (id == ImageTokens.ImageIndex)
                text.Append(stream.Finish()).Append(ImageTokens.Image);
            else if (IsSpecial(tokenizer, id))
                text.Append(stream.Finish()).Append(tokenizer.Decode([id]));
            else
                text.Append(stream.Push(id));
        }

        text.Append(stream.Finish());
        EndStretch();
        return stretches;

        void EndStretch()
        {
            if (text.Length > 0)
                stretches.Add(new Stretch(text.ToString(), wasTrained));
            text.Clear();
        }
    }

    /// <summary>Special tokens are kept out of the stream: transformers' decoding puts a space before the whole text for each.</summary>
    private static bool IsSpecial(ITokenizer tokenizer, int id) =>
        tokenizer.Decode([id], skipSpecialTokens: true).Length == 0 && tokenizer.Decode([id]).Length > 0;
}
