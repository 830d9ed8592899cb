using System.Globalization;
using System.Text.Json;
using Candor.Tokenization.SentencePiece;

namespace Candor.Tokenization;

/// <summary>Puts together <see cref="LlamaTokenizerSettings"/> from a folder's JSON files, all of them optional, in every released spelling.</summary>
internal sealed class LlamaSettingsReader
{
    /// <summary>Ids beyond the model's; more than any released tokenizer adds.</summary>
    private const int MaxAddedIds = 1_000_000;

    private const string Decoder = "added_tokens_decoder";

    private static readonly string[] s_classes = ["LlamaTokenizer", "LlamaTokenizerFast", "LLaMATokenizer"];

    private readonly SentencePieceModel _model;
    private readonly JsonObjectFile? _config;
    private readonly JsonObjectFile? _addedFile;
    private readonly SpecialTokens _special;
    private readonly Dictionary<string, int> _pieceIds;
    private readonly ILookup<string, TokenDeclaration> _declared;
    private readonly Dictionary<string, AddedToken> _tokens = [];
    private readonly HashSet<int> _ids = [];
    private readonly bool _isLegacy;
    private readonly bool _isModern;
    private int _nextFreeId;

    private LlamaSettingsReader(JsonObjectFile? config, JsonObjectFile? addedFile, JsonObjectFile? map, SentencePieceModel model, TokenizerRules rules)
    {
        _model = model;
        _config = config;
        _addedFile = addedFile;
        _special = new SpecialTokens(config, map, hasLlamaDefaults: true);
        _declared = _special.All.ToLookup(d => d.Content);
        _nextFreeId = model.Pieces.Count;
        _pieceIds = model.Pieces.Index().ToDictionary(p => p.Item.Text, p => p.Index);
        _isLegacy = _config?.Boolean("legacy") ?? rules != TokenizerRules.Transformers5;
        _isModern = rules != TokenizerRules.Stored || !_isLegacy || _config?.Find(Decoder) is not null;
    }

    /// <summary>Reads a folder.</summary>
    /// <exception cref="InputException">A file is broken, or asks for what is not supported.</exception>
    public static LlamaTokenizerSettings Read(string folder, SentencePieceModel model, TokenizerRules rules)
    {
        JsonObjectFile? File(string name) => JsonObjectFile.Read(Path.Combine(folder, name));
        return new LlamaSettingsReader(File("tokenizer_config.json"), File("added_tokens.json"), File("special_tokens_map.json"), model, rules).Read();
    }

    /// <summary>Reads a tokenizer_config.json that has nothing beside it.</summary>
    /// <exception cref="InputException">It asks for what is not supported.</exception>
    public static LlamaTokenizerSettings Read(JsonObjectFile config, SentencePieceModel model, TokenizerRules rules) =>
        new LlamaSettingsReader(config, addedFile: null, map: null, model, rules).Read();

    private LlamaTokenizerSettings Read()
    {
        if (_config?.Text("tokenizer_class") is { } name && !s_classes.Contains(name))
            throw new InputException($"{_config.Path}: tokenizer_class: expected {string.Join(" or ", s_classes)}, found {name}");
        ReadDecoder();
        ReadAddedFile();
        AddSpecial();
        return new LlamaTokenizerSettings
        {
            Tokens = [.. _tokens.Values.OrderBy(t => t.Id)],
            BosId = IdOf("bos_token"),
            EosId = IdOf("eos_token"),
            PadId = IdOf("pad_token"),
            UnknownToken = _special.ContentOf("unk_token") ?? "<unk>",
            AddsBos = _config?.Boolean("add_bos_token") ?? true,
            AddsEos = _config?.Boolean("add_eos_token") ?? false,
            IsLegacy = _isLegacy,
            IsModernReading = _isModern,
            AddsPrefixSpace = _config?.Boolean("add_prefix_space") ?? true,
            CleansUpSpaces = _config?.Boolean("clean_up_tokenization_spaces") ?? false,
        };
    }

    private int? IdOf(string role) => _special.ContentOf(role) is { Length: > 0 } content ? _tokens[content].Id : null;

    /// <summary>tokenizer_config.json's <c>added_tokens_decoder</c>: id → token with flags (transformers 4.34 and later).</summary>
    private void ReadDecoder()
    {
        if (_config?.Find(Decoder) is not { } decoder)
            return;
        if (decoder.ValueKind != JsonValueKind.Object)
            throw _config.Wrong(Decoder, "an object", decoder);
        foreach (var member in decoder.EnumerateObject())
        {
            var key = $"{Decoder}.{member.Name}";
            if (!int.TryParse(member.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
                throw new InputException($"{_config.Path}: {Decoder}: expected ids as keys, found '{member.Name}'");
            Add(_config, key, id, SpecialTokens.ReadObject(_config, member.Value, key));
        }
    }

    /// <summary>added_tokens.json: token → id, without flags.</summary>
    private void ReadAddedFile()
    {
        if (_addedFile is null)
            return;
        foreach (var member in _addedFile.Members)
        {
            if (member.Value.ValueKind != JsonValueKind.Number || !member.Value.TryGetInt32(out var id))
                throw _addedFile.Wrong(member.Name, "an id", member.Value);
            // 4.31 adds what the model does not know; for the rest the file only repeats the model.
            if (!_tokens.ContainsKey(member.Name) && (!_pieceIds.ContainsKey(member.Name) || _declared.Contains(member.Name) || _pieceIds[member.Name] != id))
                Add(_addedFile, member.Name, id, new TokenDeclaration(member.Name, _isModern, false, false, IsNormalized: true));
        }
    }

    /// <summary>Special tokens that neither file lists are pieces of the model, or take the next free ids.</summary>
    private void AddSpecial()
    {
        foreach (var declaration in _special.All)
        {
            if (declaration.Content.Length > 0 && !_tokens.ContainsKey(declaration.Content))
                Insert(_pieceIds.TryGetValue(declaration.Content, out var known) ? known : _nextFreeId, declaration);
        }
    }

    private void Add(JsonObjectFile file, string key, int id, TokenDeclaration declaration)
    {
        if (declaration.Content.Length == 0)
            throw new InputException($"{file.Path}: {key}: expected a token, found an empty string");
        if (id < 0 || id >= _model.Pieces.Count + MaxAddedIds)
            throw new InputException($"{file.Path}: {key}: expected an id below {_model.Pieces.Count + MaxAddedIds}, found {id}");
        if (id < _model.Pieces.Count && _model.Pieces[id].Text != declaration.Content)
            throw new InputException($"{file.Path}: {key}: expected id {id} to be '{_model.Pieces[id].Text}' as in tokenizer.model, found '{declaration.Content}'");
        if (_pieceIds.TryGetValue(declaration.Content, out var known) && known != id)
            throw new InputException($"{file.Path}: {key}: expected id {known} for '{declaration.Content}' as in tokenizer.model, found {id}");
        if (_tokens.ContainsKey(declaration.Content) || _ids.Contains(id))
            throw new InputException($"{file.Path}: {key}: expected each token and id once, found '{declaration.Content}' or {id} again");
        Insert(id, declaration);
    }

    private void Insert(int id, TokenDeclaration found)
    {
        var content = found.Content;
        var declared = _declared[content].ToArray();
        _ids.Add(id);
        _nextFreeId = Math.Max(_nextFreeId, id + 1);
        // 4.31 strips the white space on both sides of every token that is not declared as an object; later versions go by the flags.
        var asObject = _isModern ? found : declared.FirstOrDefault(d => d.IsObject);
        _tokens.Add(content, new AddedToken
        {
            Content = content,
            Id = id,
            IsSpecial = declared.Length > 0,
            StripsLeft = asObject?.StripsLeft ?? true,
            StripsRight = asObject?.StripsRight ?? true,
            IsNormalized = content == _special.ContentOf("unk_token") || (declared.Length == 0 && found.IsNormalized),
            IsOutsideModel = id >= _model.Pieces.Count,
        });
    }
}
