namespace Candor.Tokenization.ByteLevel;

/// <summary>Which regular expression cuts a text into words.</summary>
internal enum WordPattern
{
    /// <summary><see cref="Gpt2Words"/>.</summary>
    Gpt2,

    /// <summary><see cref="Llama3Words"/>.</summary>
    Llama3,
}

/// <summary>How a text is cut before merging.</summary>
/// <param name="IsolatesDigits">Whether every numeric character stands alone, before the words are cut (SmolLM2).</param>
/// <param name="Words">How words are cut.</param>
internal readonly record struct PreTokenizer(bool IsolatesDigits, WordPattern Words)
{
    /// <summary>The length of the first word of a text that is not empty.</summary>
    public int FirstWord(ReadOnlySpan<char> text) => Words == WordPattern.Gpt2 ? Gpt2Words.First(text) : Llama3Words.First(text);

    /// <summary>The length of the first stretch in which words are cut by themselves.</summary>
    public int FirstStretch(ReadOnlySpan<char> text)
    {
        if (!IsolatesDigits)
            return text.Length;
        var end = 0;
        while (end < text.Length)
        {
            if (CharacterKinds.At(text, end, out var length) == CharacterKind.Number)
                return end == 0 ? length : end;
            end += length;
        }

        return end;
    }
}
