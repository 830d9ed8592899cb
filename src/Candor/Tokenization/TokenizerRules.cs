namespace Candor.Tokenization;

/// <summary>
/// Which of Hugging Face's LLaMA tokenizers is followed. They read the same files and mostly agree; they differ in spaces around special
/// tokens, in doubled leading spaces, and in what invalid UTF-8 decodes to.
/// </summary>
public enum TokenizerRules
{
    /// <summary>
    /// The slow LlamaTokenizer, as the folder's own files ask for it: 4.31's reading (white space that touches an added token is
    /// stripped), or 4.46's where tokenizer_config.json says <c>legacy: false</c> or has <c>added_tokens_decoder</c>.
    /// </summary>
    Stored,

    /// <summary>LlamaTokenizerFast of transformers 4.x, converted from tokenizer.model.</summary>
    Fast,

    /// <summary>LlamaTokenizer of transformers 5.x: a leading space is not doubled, and merges follow ids instead of scores.</summary>
    Transformers5,
}
