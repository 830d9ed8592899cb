using Candor.Checkpoints;
using Candor.Images;

namespace Candor.Tests.Images;

public sealed class ClipImageProcessorTests
{
    public static TheoryData<string, string> CropKeys => ClipGoldens.CropKeys();

    public static TheoryData<string, string, string> WellRead => ClipGoldens.Pictures(
        facts => facts.TryGetProperty("rgb", out _) && !facts.TryGetProperty("misread", out _));

    [Theory]
    [MemberData(nameof(CropKeys))]
    public unsafe void BytesAfterResizeAndCropAreTheReferences(string set, string key)
    {
        using var goldens = SafetensorsFile.Open(Path.Combine(ClipGoldens.Folder(set), "u8.safetensors"));
        var parts = key.Split('/');
        var image = ImageDecoder.Decode(ClipGoldens.Picture(set, parts[0]));
        var cropped = ClipGoldens.Processor(parts[1]).Crop(image, ClipGoldens.AspectRatio(parts[^1]));
        var expected = goldens.View(key);
        Assert.Equal(new ReadOnlySpan<byte>((void*)expected.Address, (int)expected.ByteLength), Planes(cropped));
    }

    [Theory]
    [MemberData(nameof(WellRead))]
    public void PixelValuesAreTheReferences(string set, string mode, string file)
    {
        var image = ImageDecoder.Decode(ClipGoldens.Picture(set, file));
        foreach (var size in ClipGoldens.Facts(set, mode, file).EnumerateObject().Where(fact => int.TryParse(fact.Name, out _)))
        {
            var processor = ClipGoldens.Processor(size.Name);
            var values = processor.Process(image, ClipGoldens.AspectRatio(mode));
            var (height, width) = ((int)processor.Shape[1], (int)processor.Shape[2]);
            ImageFacts.AssertHold(size.Value, [.. processor.Shape], (channel, y, x) => values[(((channel * height) + y) * width) + x]);
        }
    }

    [Fact]
    public void APictureSmallerThanTheCropIsSurroundedByZeros()
    {
        var processor = new ClipImageProcessor(new() { ShortestEdge = 3, CropHeight = 6, CropWidth = 5 });
        var cropped = processor.Crop(Uniform(3, 3, 9), ImageAspectRatio.Square);
        for (var y = 0; y < 6; y++)
        {
            for (var x = 0; x < 5; x++)
                Assert.Equal(y is >= 2 and < 5 && x is >= 1 and < 4 ? 9 : 0, cropped.Pixels[((y * 5) + x) * 3]);
        }
    }

    [Fact]
    public void APictureOnePixelWideCostsNoMoreThanTheCrop()
    {
        var processor = new ClipImageProcessor(new());
        var image = Uniform(1, 10_000_000, 77);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var cropped = processor.Crop(image, ImageAspectRatio.Square);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        Assert.Equal(-1, cropped.Pixels.IndexOfAnyExcept((byte)77));
    }

    [Fact]
    public void ASquareThatWouldNotFitIsRefused()
    {
        var error = Assert.Throws<InputException>(
            () => new ClipImageProcessor(new()).Crop(Uniform(1, 20_000, 0), ImageAspectRatio.Pad));
        Assert.Equal(
            "long.png: expected a picture of at most 178956970 pixels after padding to a square, found 1 x 20000",
            error.Message);
    }

    private static RgbImage Uniform(int width, int height, byte value)
    {
        var pixels = new byte[width * height * 3];
        pixels.AsSpan().Fill(value);
        return new RgbImage(width, height, pixels) { Source = "long.png" };
    }

    /// <summary><c>[H, W, 3]</c> to <c>[3, H, W]</c>.</summary>
    private static byte[] Planes(RgbImage image)
    {
        var plane = image.Width * image.Height;
        var result = new byte[3 * plane];
        for (var i = 0; i < result.Length; i++)
            result[i] = image.Pixels[(i % plane * 3) + (i / plane)];
        return result;
    }
}
