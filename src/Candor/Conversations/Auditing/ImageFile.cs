using Candor.Images;

namespace Candor.Conversations.Auditing;

/// <summary>Finds out whether a picture's file can be trained on, by doing with it what training does.</summary>
public static class ImageFile
{
    /// <summary>What is wrong with the file, or null. It is decoded whole: damage often lies behind a sound header.</summary>
    /// <param name="path">The file.</param>
    /// <param name="use">What is done with the decoded picture, where that may fail too.</param>
    public static string? FindProblem(string path, Action<RgbImage>? use = null)
    {
        try
        {
            var image = ImageDecoder.Decode(path);
            use?.Invoke(image);
            return null;
        }
        catch (InputException error)
        {
            // Whoever asks names the file anyway.
            var prefix = path + ": ";
            return error.Message.StartsWith(prefix, StringComparison.Ordinal) ? error.Message[prefix.Length..] : error.Message;
        }
    }
}
