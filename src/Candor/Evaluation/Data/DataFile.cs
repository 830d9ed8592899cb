using System.Text;

namespace Candor.Evaluation.Data;

/// <summary>One file of a data set, read whole.</summary>
public sealed class DataFile
{
    /// <summary>Larger files are refused: the largest original file has 3 MiB, and reading takes a few times the size in memory.</summary>
    public const long MaximumBytes = 64L << 20;

    private static readonly UTF8Encoding s_strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private DataFile(string path, byte[] bytes)
    {
        FullPath = path;
        Bytes = bytes;
        Sha256 = Text.Sha256.Of(bytes);
    }

    /// <summary>Where it lies.</summary>
    public string FullPath { get; }

    /// <summary>Its content.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>SHA-256 of the content, lower-case hex.</summary>
    public string Sha256 { get; }

    /// <summary>Reads a file.</summary>
    /// <param name="folder">The data folder (<c>--data</c>).</param>
    /// <param name="relativePath">The file in it, with forward slashes.</param>
    /// <exception cref="InputException">The file is absent, unreadable or too large.</exception>
    public static DataFile Open(string folder, string relativePath)
    {
        var path = Path.Combine([folder, .. relativePath.Split('/')]);
        try
        {
            var length = new FileInfo(path).Length;
            if (length > MaximumBytes)
                throw new InputException($"{path}: expected at most {MaximumBytes >> 20} MiB of data, found {length >> 20} MiB");
            return new DataFile(path, File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException($"{path}: data file not found (--data names the folder that holds {relativePath})", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The content as text; a byte order mark is left out.</summary>
    /// <exception cref="InputException">It is not UTF-8.</exception>
    public string ReadText()
    {
        var span = Bytes.Span;
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        if (span.StartsWith(mark))
            span = span[mark.Length..];
        try
        {
            return s_strictUtf8.GetString(span);
        }
        catch (DecoderFallbackException e)
        {
            throw new InputException($"{FullPath}: expected UTF-8, found an invalid byte at {e.Index}", e);
        }
    }
}
