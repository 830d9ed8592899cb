using System.Globalization;
using System.Text.Json.Nodes;
using Candor.Checkpoints;
using Candor.Checkpoints.Gguf;
using Candor.Tokenization.SentencePiece;

namespace Candor.Tokenization;

/// <summary>
/// The SentencePiece tokenizer in a GGUF file's metadata, taken as the <c>tokenizer.model</c> and <c>tokenizer_config.json</c> that it was
/// made from. Both are made anew and read like a folder's, so that a file and the folder that it is converted to cannot differ.
/// </summary>
internal static class GgufLlamaTokenizer
{
    private const string ConfigName = "tokenizer_config.json";

    /// <summary>Reads it.</summary>
    /// <exception cref="InputException">A list is absent, or a piece or an id is wrong.</exception>
    public static ITokenizer Read(GgufTokenizerMetadata metadata, TokenizerRules rules)
    {
        var model = SentencePieceModelReader.Parse(Model(metadata), $"{metadata.Path}: tokenizer.ggml.tokens");
        var config = JsonObjectFile.Of(metadata.Path, Config(metadata, maxLength: null));
        return TokenizerLoader.Create(model, LlamaSettingsReader.Read(config, model, rules), rules);
    }

    /// <summary>Writes both files.</summary>
    /// <param name="metadata">The tokenizer.</param>
    /// <param name="folder">Where.</param>
    /// <param name="maxLength">Positions of the model.</param>
    /// <exception cref="InputException">A list is absent, or a piece or an id is wrong.</exception>
    public static void WriteFolder(GgufTokenizerMetadata metadata, string folder, int maxLength)
    {
        _ = Read(metadata, TokenizerRules.Stored);
        AtomicFile.Write(Path.Combine(folder, TokenizerLoader.ModelFile), output => output.Write(Model(metadata)));
        ConfigWriter.WriteObject(Path.Combine(folder, ConfigName), Config(metadata, maxLength));
    }

    private static byte[] Model(GgufTokenizerMetadata metadata)
    {
        var (types, scores) = (Required(metadata.TokenTypes, "token_type"), Required(metadata.Scores, "scores"));
        var pieces = Enumerable.Range(0, PieceCount(types)).Select(id => new Piece(metadata.Tokens[id], scores[id], (PieceType)types[id])).ToList();
        return SentencePieceModelWriter.Write(new SentencePieceModel
        {
            Pieces = pieces,
            ByteFallback = pieces.Any(piece => piece.Type == PieceType.Byte),
            AddDummyPrefix = metadata.AddSpacePrefix ?? true,
            UnknownSurface = SentencePieceModel.DefaultUnknownSurface,
        });

        IReadOnlyList<T> Required<T>(IReadOnlyList<T> list, string key) => list.Count > 0
            ? list
            : throw new InputException($"{metadata.Path}: tokenizer.ggml.{key}: expected one entry for each of the {metadata.Tokens.Count} tokens, found none");
    }

    /// <summary>
    /// The pieces end with the last ordinary one. llama.cpp's converter appends the tokens that were added to a model, then fills up with
    /// unused ones to the rows of the embedding.
    /// </summary>
    private static int PieceCount(IReadOnlyList<GgufTokenType> types)
    {
        var count = types.Count;
        while (count > 0 && types[count - 1] is GgufTokenType.Control or GgufTokenType.UserDefined or GgufTokenType.Unused)
            count--;
        return count;
    }

    /// <summary>
    /// What transformers reads beside the model. Whether spaces are treated in the old or the new way (<c>legacy</c>) is not in a GGUF file:
    /// llama.cpp and transformers' own reader of GGUF both take the old one.
    /// </summary>
    private static SortedDictionary<string, JsonNode?> Config(GgufTokenizerMetadata metadata, int? maxLength)
    {
        var members = new SortedDictionary<string, JsonNode?>(StringComparer.Ordinal)
        {
            ["add_bos_token"] = metadata.AddBosToken ?? true,
            ["add_eos_token"] = metadata.AddEosToken ?? false,
            ["add_prefix_space"] = metadata.AddSpacePrefix ?? true,
            ["added_tokens_decoder"] = AddedTokens(metadata),
            ["clean_up_tokenization_spaces"] = false,
            ["legacy"] = true,
            ["tokenizer_class"] = "LlamaTokenizer",
        };
        (string Name, int? Id)[] roles =
            [("bos_token", metadata.BosTokenId), ("eos_token", metadata.EosTokenId), ("pad_token", metadata.PaddingTokenId), ("unk_token", metadata.UnknownTokenId)];
        foreach (var role in roles)
        {
            if (role.Id is { } id)
                members[role.Name] = metadata.Tokens[id];
        }

        // The slow tokenizer takes no other tokens for special when it decodes, whatever added_tokens_decoder says.
        var others = metadata.TokenTypes.Index().Where(type => type.Item == GgufTokenType.Control && roles.All(role => role.Id != type.Index));
        members["additional_special_tokens"] = new JsonArray([.. others.Select(type => JsonValue.Create(metadata.Tokens[type.Index]))]);
        if (maxLength is { } length)
            members["model_max_length"] = length;
        if (metadata.ChatTemplate is { } template)
            members["chat_template"] = template;
        return members;
    }

    /// <summary>Control tokens and the unknown one are special wherever they stand; tokens of the user's only behind the pieces.</summary>
    private static JsonObject AddedTokens(GgufTokenizerMetadata metadata)
    {
        var (tokens, pieceCount) = (new JsonObject(), PieceCount(metadata.TokenTypes));
        foreach (var (id, type) in metadata.TokenTypes.Index())
        {
            var isSpecial = type is GgufTokenType.Control or GgufTokenType.Unknown;
            if (!isSpecial && (type != GgufTokenType.UserDefined || id < pieceCount))
                continue;
            tokens[id.ToString(CultureInfo.InvariantCulture)] = new JsonObject
            {
                ["content"] = metadata.Tokens[id],
                ["lstrip"] = false,
                ["normalized"] = false,
                ["rstrip"] = false,
                ["single_word"] = false,
                ["special"] = isSpecial,
            };
        }

        return tokens;
    }
}
