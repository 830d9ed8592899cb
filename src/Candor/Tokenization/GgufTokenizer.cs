using Candor.Checkpoints;
using Candor.Checkpoints.Gguf;
using Candor.Tokenization.ByteLevel;
using Candor.Tokenization.TokenizerJson;

namespace Candor.Tokenization;

/// <summary>The tokenizer that a GGUF file carries in its metadata.</summary>
internal static class GgufTokenizer
{
    /// <summary>ggml's name for byte-level BPE.</summary>
    private const string ByteLevelModel = "gpt2";

    /// <summary>ggml's name for SentencePiece's BPE.</summary>
    private const string SentencePieceModel = "llama";

    private const string Expected = $"tokenizer.ggml.model: expected {ByteLevelModel} (byte-level BPE) or {SentencePieceModel} (SentencePiece), found";

    /// <summary>Reads it. Only the file's head is read.</summary>
    /// <param name="path">The file.</param>
    /// <param name="rules">Which of Hugging Face's tokenizers to follow with SentencePiece.</param>
    /// <exception cref="InputException">The file is damaged, or has no tokenizer or one of another kind.</exception>
    public static ITokenizer Read(string path, TokenizerRules rules)
    {
        using var checkpoint = GgufCheckpoint.Open(path);
        var metadata = checkpoint.Tokenizer ?? throw new InputException($"{path}: {Expected} no tokenizer");
        return IsSentencePiece(metadata) ? GgufLlamaTokenizer.Read(metadata, rules) : ByteLevelTokenizerFactory.Create(Vocabulary(metadata));
    }

    /// <summary>Writes it as the files of a Hugging Face folder, with the chat template that the metadata carries.</summary>
    /// <param name="metadata">The tokenizer.</param>
    /// <param name="folder">Where.</param>
    /// <param name="maxLength">Positions of the model.</param>
    /// <exception cref="InputException">The tokenizer is of another kind or broken.</exception>
    public static void WriteFolder(GgufTokenizerMetadata metadata, string folder, int maxLength)
    {
        if (IsSentencePiece(metadata))
        {
            GgufLlamaTokenizer.WriteFolder(metadata, folder, maxLength);
            return;
        }

        var (model, settings) = ByteLevelTokenizerFactory.Parts(Vocabulary(metadata));
        ByteLevelFolderWriter.Write(folder, model, settings, metadata.ChatTemplate, maxLength);
    }

    private static bool IsSentencePiece(GgufTokenizerMetadata metadata) => metadata.Model switch
    {
        SentencePieceModel => true,
        ByteLevelModel => false,
        var other => throw new InputException($"{metadata.Path}: {Expected} {ErrorText.Quote(other)}"),
    };

    private static ByteLevelVocabulary Vocabulary(GgufTokenizerMetadata metadata) => new()
    {
        Place = metadata.Path,
        Tokens = metadata.Tokens,
        Merges = metadata.Merges,
        TokenTypes = [.. metadata.TokenTypes.Select(type => (int)type)],
        PreTokenizer = metadata.Pre,
        BosId = metadata.BosTokenId,
        EosId = metadata.EosTokenId,
        PadId = metadata.PaddingTokenId,
        UnknownId = metadata.UnknownTokenId,
        AddsBos = metadata.AddBosToken,
        AddsEos = metadata.AddEosToken,
    };
}
