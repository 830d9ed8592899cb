using Candor.Tokenization.ByteLevel;

namespace Candor.Tokenization.TokenizerJson;

/// <summary>
/// Reads the <c>pre_tokenizer</c> of a byte-level tokenizer: <c>ByteLevel</c>, alone or behind <c>Digits</c> (SmolLM2) or behind a
/// <c>Split</c> at a known pattern (LLaMA-3). Regular expressions from a file are recognised, never run.
/// </summary>
internal static class PreTokenizerReader
{
    private const string Supported = "ByteLevel, Digits + ByteLevel, or Split + ByteLevel";

    /// <summary>Reads it.</summary>
    /// <exception cref="InputException">It is none of these.</exception>
    public static PreTokenizer Read(JsonPlace preTokenizer)
    {
        JsonPlace[] parts = [.. preTokenizer.Parts("pretokenizers")];
        if (parts.Length is 0 or > 3 || parts[^1].Type != "ByteLevel")
            throw preTokenizer.Unsupported(Supported, string.Join(" + ", parts.Select(part => part.Type).Take(4)));
        var isolatesDigits = parts[0].Type == "Digits" && IsIsolating(parts[0]);
        WordPattern? split = null;
        foreach (var part in parts[(isolatesDigits ? 1 : 0)..^1])
        {
            if (part.Type != "Split" || split is not null)
                throw part.Unsupported(Supported, part.Type);
            split = ReadSplit(part);
        }

        return new PreTokenizer(isolatesDigits, ReadByteLevel(parts[^1], split));
    }

    private static bool IsIsolating(JsonPlace digits) => digits.Flag("individual_digits")
        ? true
        : throw new InputException($"{digits.Place}.individual_digits: expected true, found false");

    private static WordPattern ReadSplit(JsonPlace split)
    {
        var behavior = split.Required("behavior").Text();
        if (behavior != "Isolated" || split.Flag("invert"))
            throw split.Unsupported("behavior Isolated, not inverted", behavior);
        var regex = split.Required("pattern").Required("Regex");
        return regex.Text() switch
        {
            Gpt2Words.Pattern => WordPattern.Gpt2,
            Llama3Words.Pattern => WordPattern.Llama3,
            var other => throw regex.Unsupported("GPT-2's or LLaMA-3's pattern", other),
        };
    }

    private static WordPattern ReadByteLevel(JsonPlace byteLevel, WordPattern? split)
    {
        if (byteLevel.Flag("add_prefix_space"))
            throw new InputException($"{byteLevel.Place}.add_prefix_space: expected false, found true");
        // Absent means true.
        var splits = byteLevel.Find("use_regex") is null || byteLevel.Flag("use_regex");
        if (splits == split is not null)
            throw new InputException($"{byteLevel.Place}.use_regex: expected {(split is null ? "true, for nothing else cuts words" : "false behind a Split")}");
        return split ?? WordPattern.Gpt2;
    }
}
