using Candor.Checkpoints;
using Candor.Tokenization.SentencePiece;
using Candor.Tokenization.TokenizerJson;

namespace Candor.Tokenization;

/// <summary>Finds and reads the tokenizer of a Hugging Face folder or a GGUF file.</summary>
public static class TokenizerLoader
{
    internal const string ModelFile = "tokenizer.model";

    /// <summary>Whether a checkpoint has a tokenizer: a folder may be without one.</summary>
    public static bool Exists(string folder) => Checkpoint.IsGguf(folder) || File.Exists(Path.Combine(folder, ModelFile))
        || File.Exists(Path.Combine(folder, TokenizerJsonReader.FileName));

    /// <summary>
    /// Reads <c>tokenizer.model</c> with what stands beside it: <c>tokenizer_config.json</c>, <c>special_tokens_map.json</c>,
    /// <c>added_tokens.json</c>, each of which may be absent. Without a tokenizer.model it reads <c>tokenizer.json</c>; of a GGUF file its
    /// metadata.
    /// </summary>
    /// <param name="folder">The checkpoint's folder, or a GGUF file.</param>
    /// <param name="rules">Which of Hugging Face's tokenizers to follow with a SentencePiece model; a tokenizer.json says it itself.</param>
    /// <exception cref="InputException">The folder has neither file, or one is broken or asks for what is not supported.</exception>
    public static ITokenizer Load(string folder, TokenizerRules rules = TokenizerRules.Stored)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (Checkpoint.IsGguf(folder))
            return GgufTokenizer.Read(folder, rules);
        var file = Path.Combine(folder, ModelFile);
        if (!File.Exists(file))
            return TokenizerJsonReader.Read(folder) ?? throw Missing(folder, file);
        var model = SentencePieceModelReader.Read(file);
        return Create(model, LlamaSettingsReader.Read(folder, model, rules), rules);
    }

    /// <summary>The tokenizer of a SentencePiece model by the rules asked for.</summary>
    internal static ITokenizer Create(SentencePieceModel model, LlamaTokenizerSettings settings, TokenizerRules rules) =>
        rules == TokenizerRules.Stored ? new LlamaTokenizer(model, settings) : new FastLlamaTokenizer(model, settings, rules);

    private static InputException Missing(string folder, string file) => new(Directory.Exists(folder)
        ? $"{file}: expected a SentencePiece model, or {TokenizerJsonReader.FileName} beside it, found no such file"
        : $"{folder}: no such folder");
}
