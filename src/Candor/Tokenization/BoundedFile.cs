namespace Candor.Tokenization;

/// <summary>Reads small files whole, after a look at their size.</summary>
internal static class BoundedFile
{
    /// <exception cref="InputException">The file cannot be read, or is larger than <paramref name="maxBytes"/>.</exception>
    public static byte[] ReadAllBytes(string file, long maxBytes)
    {
        try
        {
            using var stream = File.OpenRead(file);
            if (stream.Length > maxBytes)
                throw new InputException($"{file}: expected at most {maxBytes} bytes, found {stream.Length}");
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{file}: cannot be read: {error.Message}", error);
        }
    }
}
