namespace Candor.Images;

/// <summary>
/// Transparency of a GIF's first frame. Pillow shows the palette's colour at transparent pixels, Skia leaves them empty; without the flag
/// that marks one colour as transparent both agree.
/// </summary>
internal static class GifTransparency
{
    private const int ScreenEnd = 13;
    private const int ScreenFlags = 10;

    private const byte Extension = 0x21;
    private const byte GraphicControl = 0xf9;
    private const byte TransparentColorFlag = 1;

    public static bool Matches(ReadOnlySpan<byte> file) =>
        file.Length >= ScreenEnd && (file.StartsWith("GIF87a"u8) || file.StartsWith("GIF89a"u8));

    /// <summary>The file with the flag cleared in every graphic control block before the first frame.</summary>
    public static byte[] Remove(ReadOnlySpan<byte> file)
    {
        var copy = file.ToArray();
        var at = ScreenEnd + PaletteBytes(copy[ScreenFlags]);
        while (at + 3 < copy.Length && copy[at] == Extension)
        {
            if (copy[at + 1] == GraphicControl)
                copy[at + 3] &= unchecked((byte)~TransparentColorFlag);
            at = AfterSubBlocks(copy, at + 2);
        }

        return copy;
    }

    private static int PaletteBytes(byte flags) => (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);

    /// <summary>Sub-blocks each begin with their length; one of length zero ends them.</summary>
    private static int AfterSubBlocks(ReadOnlySpan<byte> file, int at)
    {
        while (at < file.Length && file[at] != 0)
            at += file[at] + 1;
        return at + 1;
    }
}
