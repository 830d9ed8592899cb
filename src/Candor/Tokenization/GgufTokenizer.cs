using Candor.Checkpoints.Gguf;
using Candor.Tokenization.ByteLevel;
using Candor.Tokenization.TokenizerJson;

namespace Candor.Tokenization;

/// <summary>The tokenizer that a GGUF file carries in its metadata.</summary>
internal static class GgufTokenizer
{
    /// <summary>ggml's name for byte-level BPE.</summary>
    private const string ByteLevelModel = "gpt2";

    /// <summary>Reads it. Only the file's head is read.</summary>
    /// <exception cref="InputException">The file is damaged, or has no tokenizer or one of another kind.</exception>
    public static ITokenizer Read(string path)
    {
        using var checkpoint = GgufCheckpoint.Open(path);
        var metadata = checkpoint.Tokenizer
            ?? throw new InputException($"{path}: tokenizer.ggml.model: expected {ByteLevelModel}, found no tokenizer");
        return ByteLevelTokenizerFactory.Create(Vocabulary(metadata));
    }

    /// <summary>Writes it as the files of a Hugging Face folder, with the chat template that the metadata carries.</summary>
    /// <param name="metadata">The tokenizer.</param>
    /// <param name="folder">Where.</param>
    /// <param name="maxLength">Positions of the model.</param>
    /// <exception cref="InputException">The tokenizer is of another kind or broken.</exception>
    public static void WriteFolder(GgufTokenizerMetadata metadata, string folder, int maxLength)
    {
        var (model, settings) = ByteLevelTokenizerFactory.Parts(Vocabulary(metadata));
        ByteLevelFolderWriter.Write(folder, model, settings, metadata.ChatTemplate, maxLength);
    }

    private static ByteLevelVocabulary Vocabulary(GgufTokenizerMetadata metadata)
    {
        if (metadata.Model != ByteLevelModel)
            throw new InputException($"{metadata.Path}: tokenizer.ggml.model: expected {ByteLevelModel} (byte-level BPE), found {metadata.Model}, which is not read from GGUF files yet");
        return new ByteLevelVocabulary
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
}
