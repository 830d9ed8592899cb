namespace Candor.Tests.Images;

/// <summary>A GIF one row high of two pixels, (10, 20, 30) and (40, 50, 60), the second of which is marked as transparent.</summary>
internal static class TestGif
{
    public static byte[] Write(byte width, byte frameWidth) =>
    [
        .. "GIF89a"u8, width, 0, 1, 0, 0x80, 0, 0,
        10, 20, 30, 40, 50, 60,
        0x21, 0xf9, 4, 1, 0, 0, 1, 0,
        0x2c, 0, 0, 0, 0, frameWidth, 0, 1, 0, 0,
        2, 2, 0x44, 0x0a, 0, // codes of three bits: clear, 0, 1, end
        0x3b,
    ];
}
