namespace Candor.Tokenization.ByteLevel;

/// <summary>GPT-2's split, written out by hand: .NET's regular expressions see no character beyond the basic plane.</summary>
internal static class Gpt2Words
{
    /// <summary>The regular expression, as tokenizer.json spells it.</summary>
    public const string Pattern = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    /// <summary>The length of the first word of a text that is not empty.</summary>
    public static int First(ReadOnlySpan<char> text)
    {
        if (text[0] == '\'' && Contraction(text[1..]) is > 0 and var length)
            return 1 + length;
        var start = text[0] == ' ' && text.Length > 1 ? 1 : 0;
        var kind = CharacterKinds.At(text, start, out var first);
        return kind == CharacterKind.Space ? Spaces(text) : CharacterKinds.EndOfRun(text, start + first, kind);
    }

    /// <summary><c>\s+(?!\S)|\s+</c>: all white space, but for the last where something follows it and it is not alone.</summary>
    public static int Spaces(ReadOnlySpan<char> text)
    {
        var end = CharacterKinds.EndOfRun(text, 0, CharacterKind.Space);
        return end == text.Length || end == 1 ? end : end - 1;
    }

    private static int Contraction(ReadOnlySpan<char> rest) => rest switch
    {
        ['s' or 't' or 'm' or 'd', ..] => 1,
        ['r' or 'v', 'e', ..] or ['l', 'l', ..] => 2,
        _ => 0,
    };
}
