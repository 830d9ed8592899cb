using Candor.Checkpoints;

namespace Candor.Tokenization.ByteLevel;

/// <summary>Makes the tokenizer of a <see cref="ByteLevelVocabulary"/>.</summary>
public static class ByteLevelTokenizerFactory
{
    private const int UnknownType = 2;
    private const int ControlType = 3;
    private const int UserDefinedType = 4;

    /// <summary>What a pre-tokenizer's name stands for in llama.cpp.</summary>
    private sealed record Kind(PreTokenizer PreTokenizer, bool IgnoresMerges = false, bool AddsBos = false);

    private static readonly OrderedDictionary<string, Kind> s_kinds = new(StringComparer.Ordinal)
    {
        ["smollm"] = new(new PreTokenizer(IsolatesDigits: true, WordPattern.Gpt2)),
        ["gpt-2"] = new(new PreTokenizer(IsolatesDigits: false, WordPattern.Gpt2)),
        ["llama-bpe"] = new(new PreTokenizer(IsolatesDigits: false, WordPattern.Llama3), IgnoresMerges: true, AddsBos: true),
    };

    /// <summary>Makes it.</summary>
    /// <exception cref="InputException">A merge, an id or a list's length is wrong, or the pre-tokenizer is not a known one.</exception>
    public static IExtendableTokenizer Create(ByteLevelVocabulary vocabulary)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        var (model, settings) = Parts(vocabulary);
        return new ByteLevelTokenizer(new ByteLevelProcessor(model), settings);
    }

    /// <summary>What the tokenizer is made of.</summary>
    /// <exception cref="InputException">A merge, an id or a list's length is wrong, or the pre-tokenizer is not a known one.</exception>
    internal static (ByteLevelModel Model, ByteLevelSettings Settings) Parts(ByteLevelVocabulary vocabulary)
    {
        if (vocabulary.PreTokenizer is not { } name || !s_kinds.TryGetValue(name, out var kind))
        {
            throw new InputException($"{vocabulary.Place}: tokenizer.ggml.pre: expected {string.Join(", ", s_kinds.Keys)}, found "
                + (vocabulary.PreTokenizer is { } other ? ErrorText.Quote(other) : "none"));
        }

        if (vocabulary.TokenTypes.Count > 0 && vocabulary.TokenTypes.Count != vocabulary.Tokens.Count)
            throw new InputException($"{vocabulary.Place}: tokenizer.ggml.token_type: expected {vocabulary.Tokens.Count} entries, found {vocabulary.TokenTypes.Count}");
        var bpe = Model(vocabulary) with { IgnoresMerges = kind.IgnoresMerges };
        return (new ByteLevelModel(bpe, kind.PreTokenizer), Settings(vocabulary, kind));
    }

    private static BpeModel Model(ByteLevelVocabulary vocabulary)
    {
        var builder = new BpeModelBuilder(vocabulary.Tokens, $"{vocabulary.Place}: tokenizer.ggml.tokens", $"{vocabulary.Place}: tokenizer.ggml.merges");
        foreach (var merge in vocabulary.Merges)
            builder.Merge(merge);
        return builder.Build();
    }

    private static ByteLevelSettings Settings(ByteLevelVocabulary vocabulary, Kind kind)
    {
        var (bos, eos) = (Checked(vocabulary.BosId, "bos"), Checked(vocabulary.EosId, "eos"));
        return new ByteLevelSettings
        {
            Tokens = [.. vocabulary.TokenTypes.Index().Where(type => IsAdded(type.Item)).Select(type => Added(vocabulary, type.Index, type.Item))],
            BosId = bos,
            EosId = eos,
            PadId = Checked(vocabulary.PadId, "padding"),
            UnknownId = Checked(vocabulary.UnknownId, "unknown"),
            Prefix = bos is { } first && (vocabulary.AddsBos ?? kind.AddsBos) ? [first] : [],
            Suffix = eos is { } last && vocabulary.AddsEos == true ? [last] : [],
        };

        int? Checked(int? id, string role) => id is null || (uint)id < (uint)vocabulary.Tokens.Count
            ? id
            : throw new InputException($"{vocabulary.Place}: tokenizer.ggml.{role}_token_id: expected an id below {vocabulary.Tokens.Count}, found {id}");
    }

    private static bool IsAdded(int type) => type is UnknownType or ControlType or UserDefinedType;

    private static AddedToken Added(ByteLevelVocabulary vocabulary, int id, int type)
    {
        if (vocabulary.Tokens[id].Length is 0 or > AddedToken.MaxLength)
            throw new InputException($"{vocabulary.Place}: tokenizer.ggml.tokens[{id}]: expected 1 to {AddedToken.MaxLength} characters in a special token, found {vocabulary.Tokens[id].Length}");
        return new AddedToken { Content = vocabulary.Tokens[id], Id = id, IsSpecial = type != UserDefinedType, IsOutsideModel = false };
    }
}
