namespace Candor.Tokenization.TokenizerJson;

/// <summary>Added tokens and roles (bos_token, …) as transformers puts them together from tokenizer.json and the files beside it.</summary>
internal sealed class TokenRoles
{
    private static readonly string[] s_llamaClasses = ["LlamaTokenizer", "LlamaTokenizerFast", "LLaMATokenizer"];

    private readonly JsonObjectFile? _config;
    private readonly SpecialTokens _special;
    private readonly BpeModel _bpe;
    private readonly bool _isLlama;
    private readonly List<AddedToken> _tokens;

    public TokenRoles(string folder, List<AddedToken> tokens, BpeModel bpe)
    {
        _config = JsonObjectFile.Read(Path.Combine(folder, "tokenizer_config.json"));
        _isLlama = _config?.Text("tokenizer_class") is { } name && s_llamaClasses.Contains(name);
        _special = new SpecialTokens(_config, JsonObjectFile.Read(Path.Combine(folder, "special_tokens_map.json")), _isLlama);
        _bpe = bpe;
        _tokens = tokens;
        AddMissing();
        if (_isLlama)
            FindAsWritten();
    }

    /// <summary>Added and special tokens, in the order of their ids.</summary>
    public IReadOnlyList<AddedToken> Tokens => _tokens;

    /// <summary>The content of a role's token, or null.</summary>
    public string? ContentOf(string role) => _special.ContentOf(role);

    /// <summary>The id of a role's token, or null.</summary>
    public int? IdOf(string role) => _special.ContentOf(role) is { Length: > 0 } content ? _tokens.First(token => token.Content == content).Id : null;

    /// <summary>
    /// The ids around a text. LlamaTokenizerFast makes them from its own configuration, and so does every class in transformers 5 where
    /// add_bos_token or add_eos_token is said; otherwise tokenizer.json's stand.
    /// </summary>
    public PostProcessorReader.Frame Frame(PostProcessorReader.Frame stored, string path)
    {
        var (addsBos, addsEos) = (_config?.Boolean("add_bos_token"), _config?.Boolean("add_eos_token"));
        if (_isLlama || addsBos is not null || addsEos is not null)
            stored = new PostProcessorReader.Frame(Ids("bos_token", addsBos ?? _isLlama), Ids("eos_token", addsEos ?? false));
        var size = Math.Max(_bpe.Tokens.Count, _tokens.Count == 0 ? 0 : _tokens[^1].Id + 1);
        foreach (var id in stored.Prefix.Concat(stored.Suffix).Where(id => id >= size))
            throw new InputException($"{path}: post_processor: expected ids below {size}, found {id}");
        return stored;

        int[] Ids(string role, bool isAdded) => isAdded && IdOf(role) is { } id ? [id] : [];
    }

    /// <summary>Special tokens that tokenizer.json does not list are tokens of the vocabulary, or take the next free ids.</summary>
    private void AddMissing()
    {
        var next = Math.Max(_bpe.Tokens.Count, _tokens.Count == 0 ? 0 : _tokens[^1].Id + 1);
        foreach (var declaration in _special.All)
        {
            if (declaration.Content.Length == 0 || _tokens.Exists(token => token.Content == declaration.Content))
                continue;
            var id = _bpe.Ids.TryGetValue(declaration.Content, out var known) ? known : next++;
            _tokens.Add(new AddedToken
            {
                Content = declaration.Content,
                Id = id,
                IsSpecial = true,
                StripsLeft = declaration.StripsLeft,
                StripsRight = declaration.StripsRight,
                IsNormalized = declaration.IsNormalized,
                IsOutsideModel = id >= _bpe.Tokens.Count,
            });
        }

        _tokens.Sort((left, right) => left.Id.CompareTo(right.Id));
    }

    /// <summary>LlamaTokenizerFast declares BOS and EOS anew, to be found in the text as written, whatever tokenizer.json says.</summary>
    private void FindAsWritten()
    {
        foreach (var (index, token) in _tokens.ToArray().Index())
        {
            if (token.Content == ContentOf("bos_token") || token.Content == ContentOf("eos_token"))
                _tokens[index] = token with { IsNormalized = false };
        }
    }
}
