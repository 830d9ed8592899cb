using Candor.Conversations;

namespace Candor.Evaluation.Models;

/// <summary>How a model takes pictures in among its tokens.</summary>
/// <param name="VocabularySize">Rows of its embedding. Ids from here on stand for vectors of pictures.</param>
/// <param name="VectorsPerPicture">Positions that a picture takes.</param>
/// <param name="UsesStartEnd"><c>mm_use_im_start_end</c>: whether <c>&lt;im_start&gt;</c> and <c>&lt;im_end&gt;</c> stand around a picture.</param>
public sealed record PictureLayout(int VocabularySize, int VectorsPerPicture, bool UsesStartEnd)
{
    /// <summary>The text with the model's own marks around <c>&lt;image&gt;</c>.</summary>
    public string Mark(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return UsesStartEnd
            ? text.Replace(ImageTokens.Image, ImageTokens.Start + ImageTokens.Image + ImageTokens.End, StringComparison.Ordinal)
            : text;
    }

    /// <summary>Ids with a picture's own in place of the one <see cref="ImageTokens.ImageIndex"/> among them.</summary>
    /// <param name="ids">With one placeholder.</param>
    /// <param name="number">Which picture: n has the ids from vocabulary + n · vectors on.</param>
    /// <exception cref="OverflowException">There are too many pictures for the range of ids.</exception>
    public int[] Splice(ReadOnlySpan<int> ids, int number)
    {
        int place = ids.IndexOf(ImageTokens.ImageIndex);
        int first = checked(VocabularySize + ((number + 1) * VectorsPerPicture)) - VectorsPerPicture;
        return [.. ids[..place], .. Enumerable.Range(first, VectorsPerPicture), .. ids[(place + 1)..]];
    }
}
