using SkiaSharp;

namespace Candor.Images;

/// <summary>
/// Decodes pictures to the bytes of Pillow's <c>Image.open(file).convert("RGB")</c>: EXIF orientation, colour profiles and gamma are
/// ignored, alpha and transparency are dropped rather than blended, 16-bit grey is clipped at 255 and 16-bit colour keeps its high byte;
/// of an animation the first frame is taken.
/// </summary>
public static class ImageDecoder
{
    /// <summary>Pillow's limit against decompression bombs: a picture that declares more pixels is refused before any is decoded.</summary>
    public const long MaxPixels = 2L * 89_478_485;

    /// <summary>No picture within <see cref="MaxPixels"/> takes more, unless its file carries something else.</summary>
    private const long MaxFileBytes = 1L << 30;

    private const int DecodedChannels = 4;

    /// <summary>Reads and decodes a file.</summary>
    /// <param name="path">A JPEG, PNG, WebP, BMP or GIF file, whatever its name ends in.</param>
    /// <exception cref="InputException">The file is absent or unreadable, no such picture, damaged, cut off or too large.</exception>
    public static RgbImage Decode(string path) => Decode(ReadBytes(path), path);

    /// <summary>Decodes a picture held in memory.</summary>
    /// <param name="file">The bytes of a whole JPEG, PNG, WebP, BMP or GIF file.</param>
    /// <param name="source">Where they came from, for messages.</param>
    /// <exception cref="InputException">The bytes are no such picture, damaged, cut off or too large.</exception>
    public static RgbImage Decode(ReadOnlySpan<byte> file, string source)
    {
        if (GrayPng16.Matches(file))
            return Decode(GrayPng16.AsGrayAlpha8(file), source, GrayPng16.CopyClipped);
        return Decode(GifTransparency.Matches(file) ? GifTransparency.Remove(file) : file, source, CopyColors);
    }

    private delegate void PixelCopy(ReadOnlySpan<byte> rgba, Span<byte> rgb);

    private static unsafe RgbImage Decode(ReadOnlySpan<byte> file, string source, PixelCopy copy)
    {
        using var data = SKData.CreateCopy(file);
        using var codec = SKCodec.Create(data) ?? throw NotAPicture(source);
        CheckFormat(codec, source);
        var (width, height) = (codec.Info.Width, codec.Info.Height);
        if ((long)width * height > MaxPixels)
            throw new InputException($"{source}: expected a picture of at most {MaxPixels} pixels, found {width} x {height}");

        // No colour space in the target: Skia then converts none, as Pillow does.
        var target = new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        var rgba = new byte[width * height * DecodedChannels];
        fixed (byte* pixels = rgba)
            CheckResult(codec.GetPixels(target, (nint)pixels), source);

        var rgb = new byte[width * height * RgbImage.Channels];
        copy(rgba, rgb);
        return new RgbImage(width, height, rgb) { Source = source };
    }

    private static void CopyColors(ReadOnlySpan<byte> rgba, Span<byte> rgb)
    {
        for (int from = 0, to = 0; to < rgb.Length; from += DecodedChannels, to += RgbImage.Channels)
        {
            rgb[to] = rgba[from];
            rgb[to + 1] = rgba[from + 1];
            rgb[to + 2] = rgba[from + 2];
        }
    }

    private static void CheckFormat(SKCodec codec, string source)
    {
        if (codec.EncodedFormat is not (SKEncodedImageFormat.Jpeg or SKEncodedImageFormat.Png or SKEncodedImageFormat.Webp
            or SKEncodedImageFormat.Bmp or SKEncodedImageFormat.Gif))
        {
            throw NotAPicture(source);
        }

        if (codec.EncodedFormat == SKEncodedImageFormat.Gif && codec.Info.AlphaType != SKAlphaType.Opaque)
            throw new InputException($"{source}: expected a GIF whose first frame fills the picture, found a smaller one");
    }

    private static void CheckResult(SKCodecResult result, string source)
    {
        if (result == SKCodecResult.IncompleteInput)
            throw new InputException($"{source}: expected a whole picture, found a file that is cut off");
        if (result != SKCodecResult.Success)
            throw new InputException($"{source}: expected a picture, found damaged data ({result})");
    }

    private static InputException NotAPicture(string source) =>
        new($"{source}: expected a JPEG, PNG, WebP, BMP or GIF picture, found something else or a damaged header");

    private static byte[] ReadBytes(string path)
    {
        try
        {
            var length = new FileInfo(path).Length;
            return length <= MaxFileBytes
                ? File.ReadAllBytes(path)
                : throw new InputException($"{path}: expected a picture of at most {MaxFileBytes} bytes, found {length}");
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException($"{path}: expected a picture, found no file", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: expected a readable file: {error.Message}", error);
        }
    }
}
