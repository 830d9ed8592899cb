namespace Candor.Conversations.Auditing;

/// <summary>A cheap look at a picture's file: is it there, and does it begin as a picture does?</summary>
public static class ImageFile
{
    private const int HeaderLength = 12;

    /// <summary>What is wrong with the file, or null. Damage behind the header shows only when it is decoded.</summary>
    public static string? FindProblem(string path)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        try
        {
            using var stream = File.OpenRead(path);
            header = header[..stream.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false)];
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return "no such file";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return error is ArgumentException ? "no valid file name" : "cannot be read";
        }

        if (header.IsEmpty)
            return "empty file";
        return IsPicture(header) ? null : "does not begin as a JPEG, PNG, GIF, BMP, WebP or TIFF picture does";
    }

    private static bool IsPicture(ReadOnlySpan<byte> header) =>
        header.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF])
        || header.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A])
        || header.StartsWith("GIF8"u8)
        || header.StartsWith("BM"u8)
        || (header.StartsWith("RIFF"u8) && header[8..].StartsWith("WEBP"u8))
        || header.StartsWith("II*\0"u8)
        || header.StartsWith("MM\0*"u8);
}
