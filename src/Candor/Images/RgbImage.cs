namespace Candor.Images;

/// <summary>A decoded picture: 8 bits for each of red, green and blue, without alpha.</summary>
public sealed class RgbImage
{
    /// <summary>Bytes of one pixel.</summary>
    internal const int Channels = 3;

    private readonly byte[] _pixels;

    /// <summary>Wraps pixels without copying them.</summary>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="pixels">Row-major <c>[height, width, 3]</c>.</param>
    /// <exception cref="ArgumentException">The array has another length than the sizes call for.</exception>
    public RgbImage(int width, int height, byte[] pixels)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (pixels.Length != (long)width * height * Channels)
            throw new ArgumentException($"expected {(long)width * height * Channels} bytes, found {pixels.Length}", nameof(pixels));
        Width = width;
        Height = height;
        _pixels = pixels;
    }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Where the picture came from, for messages: usually the path of its file.</summary>
    public string Source { get; init; } = "picture";

    /// <summary>The bytes, row-major <c>[Height, Width, 3]</c>.</summary>
    public ReadOnlySpan<byte> Pixels => _pixels;

    /// <summary>One row, <c>[Width, 3]</c>.</summary>
    internal ReadOnlySpan<byte> Row(int y) => _pixels.AsSpan(y * Width * Channels, Width * Channels);
}
