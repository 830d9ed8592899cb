using Candor.Tokenization.ByteLevel;

namespace Candor.Tokenization.TokenizerJson;

/// <summary>
/// Reads Hugging Face's tokenizer.json, with tokenizer_config.json and special_tokens_map.json beside it: a byte-level BPE, or a
/// SentencePiece model that was converted to merges.
/// </summary>
internal static class TokenizerJsonReader
{
    /// <summary>The file's name.</summary>
    public const string FileName = "tokenizer.json";

    /// <summary>LLaMA-3.2's has 17 MB.</summary>
    private const long MaxBytes = 32 << 20;

    /// <summary>Reads a folder's file, or gives null where there is none.</summary>
    /// <exception cref="InputException">A file is broken or asks for what is not supported.</exception>
    public static ITokenizer? Read(string folder)
    {
        if (JsonObjectFile.Read(Path.Combine(folder, FileName), MaxBytes) is not { } file)
            return null;
        var bpe = BpeModelReader.Read(JsonPlace.RequiredRoot(file, "model"));
        var roles = new TokenRoles(folder, AddedTokensReader.Read(JsonPlace.Root(file, "added_tokens"), bpe), bpe);
        var frame = roles.Frame(PostProcessorReader.Read(JsonPlace.Root(file, "post_processor")), file.Path);
        return JsonPlace.RequiredRoot(file, "decoder").Type == "ByteLevel"
            ? ReadByteLevel(file, bpe, roles, frame)
            : ConvertedSentencePieceReader.Read(file, bpe, roles, frame);
    }

    private static ByteLevelTokenizer ReadByteLevel(JsonObjectFile file, BpeModel bpe, TokenRoles roles, PostProcessorReader.Frame frame)
    {
        if (JsonPlace.Root(file, "normalizer") is { } normalizer)
            throw normalizer.Unsupported("none for a byte-level BPE", normalizer.Type);
        if (bpe.HasByteFallback || (bpe.UnknownId is not null && bpe.FusesUnknown))
            throw new InputException($"{file.Path}: model: expected neither byte_fallback nor fuse_unk with an unk_token for a byte-level BPE, found one");
        var model = new ByteLevelModel(bpe, PreTokenizerReader.Read(JsonPlace.RequiredRoot(file, "pre_tokenizer")));
        return new ByteLevelTokenizer(new ByteLevelProcessor(model), new ByteLevelSettings
        {
            Tokens = roles.Tokens,
            BosId = roles.IdOf("bos_token"),
            EosId = roles.IdOf("eos_token"),
            PadId = roles.IdOf("pad_token"),
            UnknownId = roles.IdOf("unk_token"),
            Prefix = frame.Prefix,
            Suffix = frame.Suffix,
        });
    }
}
