namespace Candor.Checkpoints.Gguf;

/// <summary>What a GGUF file says about its tokenizer (<c>tokenizer.ggml.*</c>). Lengths and ids were checked, texts were not.</summary>
public sealed record GgufTokenizerMetadata
{
    private const string Prefix = "tokenizer.ggml.";
    private const string ModelKey = Prefix + "model";

    /// <summary>The file it is from, for messages.</summary>
    public required string Path { get; init; }

    /// <summary>Kind of tokenizer: <c>gpt2</c> (byte-level BPE), <c>llama</c> (sentencepiece), <c>bert</c>, …</summary>
    public required string Model { get; init; }

    /// <summary>Name of the pre-tokenizer, such as <c>smollm</c> or <c>llama-bpe</c>; null where the file names none.</summary>
    public string? Pre { get; init; }

    /// <summary>The tokens by id, as the model of tokenizer spells them (byte-level BPE: with <c>Ġ</c> for a space).</summary>
    public required IReadOnlyList<string> Tokens { get; init; }

    /// <summary>The kind of each token; empty where the file says nothing.</summary>
    public IReadOnlyList<GgufTokenType> TokenTypes { get; init; } = [];

    /// <summary>The score of each token (sentencepiece); empty where there are none.</summary>
    public IReadOnlyList<float> Scores { get; init; } = [];

    /// <summary>Merges of a BPE, best first, two tokens with a space between; empty where there are none.</summary>
    public IReadOnlyList<string> Merges { get; init; } = [];

    /// <summary>Beginning-of-sequence id.</summary>
    public int? BosTokenId { get; init; }

    /// <summary>End-of-sequence id.</summary>
    public int? EosTokenId { get; init; }

    /// <summary>End-of-turn id.</summary>
    public int? EotTokenId { get; init; }

    /// <summary>Id for what no token covers.</summary>
    public int? UnknownTokenId { get; init; }

    /// <summary>Padding id.</summary>
    public int? PaddingTokenId { get; init; }

    /// <summary>Whether encoding puts the beginning-of-sequence id first; null where the file leaves it to the kind of tokenizer.</summary>
    public bool? AddBosToken { get; init; }

    /// <summary>Whether encoding puts the end-of-sequence id last.</summary>
    public bool? AddEosToken { get; init; }

    /// <summary>Whether encoding puts a space first (sentencepiece).</summary>
    public bool? AddSpacePrefix { get; init; }

    /// <summary>The chat template (Jinja), or null.</summary>
    public string? ChatTemplate { get; init; }

    /// <summary>Reads the keys; null where the file has no tokenizer.</summary>
    /// <exception cref="InputException">A value is of the wrong type, a list too short, or an id outside the vocabulary.</exception>
    internal static GgufTokenizerMetadata? Read(GgufMetadata metadata)
    {
        if (metadata.Text(ModelKey) is not { } model || model is "none" or "no_vocab")
            return null;
        var tokens = metadata.Texts(Prefix + "tokens") ?? throw metadata.Wrong(Prefix + "tokens", "a list of texts", "nothing");
        int? Id(string name) => metadata.Int($"{Prefix}{name}_token_id", 0, tokens.Count - 1);
        return new GgufTokenizerMetadata
        {
            Path = metadata.Path,
            Model = model,
            Pre = metadata.Text(Prefix + "pre"),
            Tokens = tokens,
            TokenTypes = [.. ForEach(metadata.Ints(Prefix + "token_type"), "token_type").Select(type => (GgufTokenType)type)],
            Scores = ForEach(metadata.Floats(Prefix + "scores"), "scores"),
            Merges = metadata.Texts(Prefix + "merges") ?? [],
            BosTokenId = Id("bos"),
            EosTokenId = Id("eos"),
            EotTokenId = Id("eot"),
            UnknownTokenId = Id("unknown"),
            PaddingTokenId = Id("padding"),
            AddBosToken = metadata.Bool(Prefix + "add_bos_token"),
            AddEosToken = metadata.Bool(Prefix + "add_eos_token"),
            AddSpacePrefix = metadata.Bool(Prefix + "add_space_prefix"),
            ChatTemplate = metadata.Text("tokenizer.chat_template"),
        };

        IReadOnlyList<T> ForEach<T>(IReadOnlyList<T>? list, string key) => list is null ? []
            : list.Count == tokens.Count ? list
            : throw metadata.Wrong(Prefix + key, $"one entry for each of the {tokens.Count} tokens", $"{list.Count}");
    }
}
