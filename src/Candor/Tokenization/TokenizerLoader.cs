using Candor.Tokenization.SentencePiece;

namespace Candor.Tokenization;

/// <summary>Finds and reads the tokenizer of a Hugging Face folder.</summary>
public static class TokenizerLoader
{
    /// <summary>
    /// Reads <c>tokenizer.model</c> with what stands beside it: <c>tokenizer_config.json</c>, <c>special_tokens_map.json</c>,
    /// <c>added_tokens.json</c>, each of which may be absent.
    /// </summary>
    /// <param name="folder">The checkpoint's folder.</param>
    /// <param name="rules">Which of Hugging Face's tokenizers to follow.</param>
    /// <exception cref="InputException">The folder has no tokenizer.model, or a file is broken or asks for what is not supported.</exception>
    public static ITokenizer Load(string folder, TokenizerRules rules = TokenizerRules.Stored)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var file = Path.Combine(folder, "tokenizer.model");
        if (!File.Exists(file))
            throw Missing(folder, file);
        var model = SentencePieceModelReader.Read(file);
        var settings = LlamaSettingsReader.Read(folder, model, rules);
        return rules == TokenizerRules.Stored ? new LlamaTokenizer(model, settings) : new FastLlamaTokenizer(model, settings, rules);
    }

    private static InputException Missing(string folder, string file)
    {
        if (!Directory.Exists(folder))
            return new InputException($"{folder}: no such folder");
        var json = Path.Combine(folder, "tokenizer.json");
        return new InputException(File.Exists(json)
            ? $"{json}: this kind of tokenizer is not read yet; expected {Path.GetFileName(file)} beside it"
            : $"{file}: expected a SentencePiece model, found no such file");
    }
}
