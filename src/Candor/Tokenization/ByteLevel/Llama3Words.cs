namespace Candor.Tokenization.ByteLevel;

/// <summary>LLaMA-3's split, written out by hand as <see cref="Gpt2Words"/> is.</summary>
internal static class Llama3Words
{
    /// <summary>The regular expression, as tokenizer.json spells it.</summary>
    public const string Pattern =
        @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    private const int MaxDigits = 3;

    /// <summary>The length of the first word of a text that is not empty.</summary>
    public static int First(ReadOnlySpan<char> text)
    {
        if (text[0] == '\'' && Contraction(text[1..]) is > 0 and var length)
            return 1 + length;
        var kind = CharacterKinds.At(text, 0, out var first);
        if (kind == CharacterKind.Letter)
            return CharacterKinds.EndOfRun(text, first, CharacterKind.Letter);
        if (kind == CharacterKind.Number)
            return Digits(text);
        if (!IsLineEnd(text[0]) && CharacterKinds.EndOfRun(text, first, CharacterKind.Letter) is var letters && letters > first)
            return letters;
        var start = text[0] == ' ' ? 1 : 0;
        if (start < text.Length && CharacterKinds.EndOfRun(text, start, CharacterKind.Other) is var others && others > start)
            return SkipLineEnds(text, others);
        return Spaces(text);
    }

    private static int Digits(ReadOnlySpan<char> text)
    {
        var end = 0;
        for (var count = 0; count < MaxDigits && end < text.Length && CharacterKinds.At(text, end, out var length) == CharacterKind.Number; count++)
            end += length;
        return end;
    }

    /// <summary><c>\s*[\r\n]+|\s+(?!\S)|\s+</c>: up to the last line end of the white space, if it has any.</summary>
    private static int Spaces(ReadOnlySpan<char> text)
    {
        var end = CharacterKinds.EndOfRun(text, 0, CharacterKind.Space);
        var lastLineEnd = text[..end].LastIndexOfAny('\r', '\n');
        return lastLineEnd >= 0 ? lastLineEnd + 1 : Gpt2Words.Spaces(text);
    }

    private static int SkipLineEnds(ReadOnlySpan<char> text, int end)
    {
        while (end < text.Length && IsLineEnd(text[end]))
            end++;
        return end;
    }

    private static bool IsLineEnd(char character) => character is '\r' or '\n';

    /// <summary>In either case; case folding makes the long s an s.</summary>
    private static int Contraction(ReadOnlySpan<char> rest) => rest switch
    {
        ['s' or 'S' or '\u017f' or 't' or 'T' or 'm' or 'M' or 'd' or 'D', ..] => 1,
        ['r' or 'R' or 'v' or 'V', 'e' or 'E', ..] or ['l' or 'L', 'l' or 'L', ..] => 2,
        _ => 0,
    };
}
