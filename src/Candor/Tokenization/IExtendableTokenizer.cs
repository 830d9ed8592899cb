namespace Candor.Tokenization;

/// <summary>A tokenizer that tokens can be added to, as tuning with pictures does.</summary>
public interface IExtendableTokenizer : ITokenizer
{
    /// <summary>The padding id, if the tokenizer has one.</summary>
    int? PadId { get; }

    /// <summary>The id of what cannot be encoded, if there is one.</summary>
    int? UnknownId { get; }

    /// <summary>The id of a token by its spelling in the vocabulary, or null where there is none.</summary>
    int? IdOf(string token);

    /// <summary>
    /// The tokenizer with more tokens behind its own, as <c>add_tokens</c> of the slow tokenizer adds plain strings: cut out of the text
    /// as they stand, with the white space that touches them. Known tokens keep their ids.
    /// </summary>
    IExtendableTokenizer WithTokens(IReadOnlyList<string> contents);
}
