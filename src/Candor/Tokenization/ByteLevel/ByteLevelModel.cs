namespace Candor.Tokenization.ByteLevel;

/// <summary>What turns a stretch of text without added tokens into ids.</summary>
/// <param name="Bpe">Tokens and merges, spelled in <see cref="ByteCharacters"/>.</param>
/// <param name="PreTokenizer">How words are cut.</param>
internal sealed record ByteLevelModel(BpeModel Bpe, PreTokenizer PreTokenizer);
