namespace Candor.Images;

/// <summary>
/// Makes a CLIP tower's input of a picture, with the bytes and floats of <c>CLIPImageProcessor</c> (transformers 4.31) on Pillow: resize
/// the shorter edge, crop the centre, scale, normalise. Pictures are always read as <c>[H, W, C]</c>: the reference guesses the channel
/// axis from the shape and garbles or refuses pictures 1 or 3 pixels high. May be used from several threads at once.
/// </summary>
public sealed class ClipImageProcessor
{
    private const int ByteValues = 256;

    private readonly ClipPreprocessorConfig _config;
    private readonly float[] _normalized;
    private readonly byte[] _fill;

    /// <summary>Prepares the tables.</summary>
    public ClipImageProcessor(ClipPreprocessorConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        _config = config;
        _fill = [.. config.ImageMean.Select(mean => (byte)Math.Clamp(mean * byte.MaxValue, 0, byte.MaxValue))];
        _normalized = new float[RgbImage.Channels * ByteValues];
        for (var channel = 0; channel < RgbImage.Channels; channel++)
        {
            for (var value = 0; value < ByteValues; value++)
                _normalized[(channel * ByteValues) + value] = Normalize(value, channel);
        }
    }

    /// <summary>Sizes of the result: 3 channels, rows, columns.</summary>
    public IReadOnlyList<long> Shape => [RgbImage.Channels, _config.CropHeight, _config.CropWidth];

    /// <summary>The tower's input.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="aspectRatio">What to do if it is not square.</param>
    /// <returns>Pixel values, row-major <c>[3, CropHeight, CropWidth]</c> (<see cref="Shape"/>).</returns>
    /// <exception cref="InputException">The picture is too long and narrow to be padded to a square.</exception>
    public float[] Process(RgbImage image, ImageAspectRatio aspectRatio)
    {
        var pixels = Crop(image, aspectRatio).Pixels;
        var plane = pixels.Length / RgbImage.Channels;
        var result = new float[pixels.Length];
        for (var channel = 0; channel < RgbImage.Channels; channel++)
        {
            var table = _normalized.AsSpan(channel * ByteValues, ByteValues);
            var target = result.AsSpan(channel * plane, plane);
            for (var i = 0; i < target.Length; i++)
                target[i] = table[pixels[(i * RgbImage.Channels) + channel]];
        }

        return result;
    }

    /// <summary>A picture of one colour, the mean that padding has too: what a tower sees where there is nothing to see.</summary>
    public RgbImage Blank()
    {
        var pixels = new byte[_config.CropWidth * _config.CropHeight * RgbImage.Channels];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = _fill[i % RgbImage.Channels];
        return new RgbImage(_config.CropWidth, _config.CropHeight, pixels) { Source = "blank picture" };
    }

    /// <summary>The picture after padding, resizing and cropping, before scaling: <c>[CropHeight, CropWidth]</c> pixels.</summary>
    /// <exception cref="InputException">The picture is too long and narrow to be padded to a square.</exception>
    public RgbImage Crop(RgbImage image, ImageAspectRatio aspectRatio)
    {
        ArgumentNullException.ThrowIfNull(image);
        var source = aspectRatio == ImageAspectRatio.Pad ? Canvas.PadToSquare(image, _fill) : image;
        var shorter = Math.Min(source.Width, source.Height);
        var (width, height) = (ResizedLength(source.Width, shorter), ResizedLength(source.Height, shorter));
        var columns = AxisWindow.Center(width, _config.CropWidth);
        var rows = AxisWindow.Center(height, _config.CropHeight);
        var resized = BicubicResampler.Resize(
            source,
            new BicubicTaps(source.Width, width, columns.Start, columns.Count),
            new BicubicTaps(source.Height, height, rows.Start, rows.Count));
        return Canvas.Place(resized, _config.CropWidth, _config.CropHeight, columns.Offset, rows.Offset, [0, 0, 0]);
    }

    private long ResizedLength(int length, int shorter) => (long)((double)((long)_config.ShortestEdge * length) / shorter);

    /// <summary>The reference's arithmetic: the product in double precision, the rest in single.</summary>
    private float Normalize(int value, int channel) =>
        ((float)(value * _config.RescaleFactor) - (float)_config.ImageMean[channel]) / (float)_config.ImageStd[channel];
}
