using System.Text;

namespace Candor.Tokenization.ByteLevel;

/// <summary>
/// The characters in which byte-level vocabularies spell the 256 bytes (GPT-2's <c>bytes_to_unicode</c>): bytes that print stand for
/// themselves, the others for U+0100 and up, in order.
/// </summary>
internal static class ByteCharacters
{
    private static readonly char[] s_characters = Characters();
    private static readonly short[] s_bytes = Bytes();

    /// <summary>The character of a byte.</summary>
    public static char Of(byte value) => s_characters[value];

    /// <summary>
    /// Appends the bytes that a token spells; a token with a character that stands for no byte is its own UTF-8, as in the reference.
    /// </summary>
    public static void AppendBytes(string token, List<byte> bytes)
    {
        var start = bytes.Count;
        foreach (var character in token)
        {
            if (character >= s_bytes.Length || s_bytes[character] < 0)
            {
                bytes.RemoveRange(start, bytes.Count - start);
                bytes.AddRange(Encoding.UTF8.GetBytes(token));
                return;
            }

            bytes.Add((byte)s_bytes[character]);
        }
    }

    private static char[] Characters()
    {
        var characters = new char[256];
        var next = '\u0100';
        for (var value = 0; value < 256; value++)
            characters[value] = value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or >= 0xAE ? (char)value : next++;
        return characters;
    }

    private static short[] Bytes()
    {
        var bytes = new short[s_characters.Max() + 1];
        Array.Fill(bytes, (short)-1);
        for (short value = 0; value < 256; value++)
            bytes[s_characters[value]] = value;
        return bytes;
    }
}
