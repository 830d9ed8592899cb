using System.Text.Json;
using Candor.Images;
using Candor.Randomness;
using Candor.TestSupport;

namespace Candor.Tests.Images;

public sealed class ImageDecoderTests
{
    public static TheoryData<string, string, string> Readable => ClipGoldens.Pictures(facts => facts.TryGetProperty("rgb", out _));

    public static TheoryData<string, string, string> Broken => ClipGoldens.Pictures(facts => facts.TryGetProperty("error", out _));

    [Theory]
    [MemberData(nameof(Readable))]
    public void DecodedBytesAreTheReferences(string set, string mode, string file)
    {
        var image = ImageDecoder.Decode(ClipGoldens.Picture(set, file));
        var facts = ClipGoldens.Facts(set, mode, file);
        Assert.Equal(facts.GetProperty("size_wh").EnumerateArray().Select(size => size.GetInt32()), [image.Width, image.Height]);
        ImageFacts.AssertHold(
            facts.GetProperty("rgb"),
            [3, image.Height, image.Width],
            (channel, y, x) => image.Pixels[(((y * image.Width) + x) * 3) + channel]);
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public void ABrokenFileGivesOneLineThatNamesIt(string set, string mode, string file)
    {
        Assert.Equal(JsonValueKind.String, ClipGoldens.Facts(set, mode, file).GetProperty("error").ValueKind);
        var path = ClipGoldens.Picture(set, file);
        var error = Assert.Throws<InputException>(() => ImageDecoder.Decode(path));
        Assert.StartsWith($"{path}: expected a", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Theory]
    [InlineData("small", "drawn_lines.jpg", "lines_decoded.png")]
    [InlineData("shared", "demo2.jpg", "demo2_decoded.png")]
    public void EveryByteOfAJpegIsTheReferences(string set, string jpeg, string decoded) =>
        Assert.Equal(
            ImageDecoder.Decode(ClipGoldens.Picture(set, decoded)).Pixels,
            ImageDecoder.Decode(ClipGoldens.Picture(set, jpeg)).Pixels);

    [Theory]
    [InlineData("drawn_star.png")]
    [InlineData("drawn_lines.jpg")]
    [InlineData("progressive.jpg")]
    [InlineData("gray16.png")]
    public void AFileCutOffAnywhereIsRefused(string file)
    {
        var whole = File.ReadAllBytes(ClipGoldens.Picture("small", file));
        // A PNG without its end mark is still whole, for Pillow too.
        const int EndMark = 20;
        for (var length = 0; length < whole.Length - EndMark; length += 1 + (whole.Length / 50))
            Assert.Throws<InputException>(() => ImageDecoder.Decode(whole.AsSpan(0, length), file));
    }

    [Theory]
    [InlineData("drawn_star.png")]
    [InlineData("gray16.png")]
    [InlineData("palette_transparent.png")]
    [InlineData("progressive.jpg")]
    [InlineData("cmyk.jpg")]
    public void RandomDamageIsReadOrRefusedInOneLine(string file)
    {
        var whole = File.ReadAllBytes(ClipGoldens.Picture("small", file));
        var random = new PythonRandom(whole.Length);
        for (var round = 0; round < 100; round++)
        {
            var damaged = (byte[])whole.Clone();
            for (var i = 0; i < 3; i++)
                damaged[random.Below(damaged.Length)] = (byte)random.Below(256);
            if (Record.Exception(() => ImageDecoder.Decode(damaged, file)) is { } error)
                Assert.DoesNotContain('\n', Assert.IsType<InputException>(error).Message);
        }
    }

    [Theory]
    [InlineData("absent.png")]
    [InlineData("absent/a.png")]
    [InlineData(".")]
    public void AFileThatIsNotThereIsNamed(string name)
    {
        using var folder = new TemporaryFolder();
        var error = Assert.Throws<InputException>(() => ImageDecoder.Decode(folder.File(name)));
        Assert.Equal($"{folder.File(name)}: expected a picture, found no file", error.Message);
    }

    [Fact]
    public void ABombIsRefusedByTheSizeItDeclares()
    {
        var file = TestPng.Write(30_000, 30_000, bitDepth: 1, colorType: 0, rows: []);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<InputException>(() => ImageDecoder.Decode(file, "bomb.png"));
        Assert.Equal("bomb.png: expected a picture of at most 178956970 pixels, found 30000 x 30000", error.Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void SixteenBitGreyIsClippedAndNotScaled()
    {
        ushort[] values = [0, 1, 254, 255, 256, 511, 65535];
        byte[] row = [0, .. values.SelectMany(value => new[] { (byte)(value >> 8), (byte)value })];
        var image = ImageDecoder.Decode(TestPng.Write(values.Length, 1, bitDepth: 16, colorType: 0, row), "grey");
        Assert.Equal(values.SelectMany(value => Enumerable.Repeat((byte)Math.Min((int)value, 255), 3)), image.Pixels.ToArray());
    }

    [Fact]
    public void SixteenBitColourKeepsItsHighByte()
    {
        byte[] row = [0, 1, 200, 2, 100, 3, 0, 255, 255, 128, 127, 0, 255];
        var image = ImageDecoder.Decode(TestPng.Write(2, 1, bitDepth: 16, colorType: 2, row), "colour");
        Assert.Equal([1, 2, 3, 255, 128, 0], image.Pixels.ToArray());
    }

    [Fact]
    public void TransparentPixelsOfAGifKeepTheirColour()
    {
        var image = ImageDecoder.Decode(TestGif.Write(width: 2, frameWidth: 2), "a.gif");
        Assert.Equal([10, 20, 30, 40, 50, 60], image.Pixels.ToArray());
    }

    [Fact]
    public void AGifFrameThatDoesNotFillThePictureIsRefused()
    {
        var error = Assert.Throws<InputException>(() => ImageDecoder.Decode(TestGif.Write(width: 3, frameWidth: 2), "a.gif"));
        Assert.Contains("first frame", error.Message, StringComparison.Ordinal);
    }
}
