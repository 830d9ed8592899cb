using System.Globalization;
using System.Text;

namespace Candor.Tokenization.ByteLevel;

/// <summary>What the split patterns ask of a character.</summary>
internal enum CharacterKind : byte
{
    /// <summary>None of the others: <c>[^\s\p{L}\p{N}]</c>.</summary>
    Other,

    /// <summary><c>\p{L}</c>.</summary>
    Letter,

    /// <summary><c>\p{N}</c>.</summary>
    Number,

    /// <summary><c>\s</c>: Unicode's White_Space.</summary>
    Space,
}

/// <summary>Looks up kinds: a table for the basic plane, .NET's Unicode data beyond it. Unpaired surrogates count as U+FFFD.</summary>
internal static class CharacterKinds
{
    private static readonly CharacterKind[] s_basicPlane =
        [.. Enumerable.Range(0, char.MaxValue + 1).Select(c => char.IsWhiteSpace((char)c) ? CharacterKind.Space : Of(CharUnicodeInfo.GetUnicodeCategory((char)c)))];

    /// <summary>The kind of the character at <paramref name="index"/>, and its length in UTF-16.</summary>
    public static CharacterKind At(ReadOnlySpan<char> text, int index, out int length)
    {
        var character = text[index];
        length = 1;
        if (!char.IsHighSurrogate(character) || Rune.DecodeFromUtf16(text[index..], out var rune, out length) != System.Buffers.OperationStatus.Done)
            return s_basicPlane[character];
        return Of(Rune.GetUnicodeCategory(rune));
    }

    /// <summary>Where the run of a kind ends that begins at <paramref name="start"/>; <paramref name="start"/> itself if there is none.</summary>
    public static int EndOfRun(ReadOnlySpan<char> text, int start, CharacterKind kind)
    {
        while (start < text.Length && At(text, start, out var length) == kind)
            start += length;
        return start;
    }

    private static CharacterKind Of(UnicodeCategory category) => category switch
    {
        <= UnicodeCategory.OtherLetter => CharacterKind.Letter,
        UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => CharacterKind.Number,
        _ => CharacterKind.Other,
    };
}
