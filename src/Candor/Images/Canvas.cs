namespace Candor.Images;

/// <summary>Puts a picture on a larger one of a single colour.</summary>
internal static class Canvas
{
    /// <summary>Centres a picture on a square of its longer edge, as LLaVA's <c>expand2square</c> does.</summary>
    /// <exception cref="InputException">The square has more pixels than a picture may have.</exception>
    public static RgbImage PadToSquare(RgbImage image, ReadOnlySpan<byte> color)
    {
        var side = Math.Max(image.Width, image.Height);
        if ((long)side * side > ImageDecoder.MaxPixels)
        {
            var expected = $"expected a picture of at most {ImageDecoder.MaxPixels} pixels after padding to a square";
            throw new InputException($"{image.Source}: {expected}, found {image.Width} x {image.Height}");
        }

        return Place(image, side, side, (side - image.Width) / 2, (side - image.Height) / 2, color);
    }

    /// <summary>The picture at a place of a canvas that it does not exceed.</summary>
    public static RgbImage Place(RgbImage image, int width, int height, int left, int top, ReadOnlySpan<byte> color)
    {
        if (image.Width == width && image.Height == height)
            return image;
        var pixels = new byte[width * height * RgbImage.Channels];
        for (var at = 0; at < pixels.Length; at += RgbImage.Channels)
            color.CopyTo(pixels.AsSpan(at));
        for (var y = 0; y < image.Height; y++)
            image.Row(y).CopyTo(pixels.AsSpan((((top + y) * width) + left) * RgbImage.Channels));
        return new RgbImage(width, height, pixels) { Source = image.Source };
    }
}
