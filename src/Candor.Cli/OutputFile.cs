namespace Candor.Cli;

/// <summary>A file that an option asks for.</summary>
internal static class OutputFile
{
    /// <summary>Writes the file; it appears whole or not at all.</summary>
    /// <exception cref="InputException">It cannot be written there.</exception>
    public static void Write(string option, string path, Action<Stream> write)
    {
        try
        {
            AtomicFile.Write(path, write);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{option}: {path}: cannot be written: {exception.Message}", exception);
        }
    }
}
