using Candor.Evaluation.Models;
using Candor.Tokenization;

namespace Candor.Tests.Evaluation.Models;

/// <summary>lm-eval's pair encoding, over a tokenizer of one id a character that joins "ab" into one token.</summary>
public sealed class RequestEncoderTests
{
    private static readonly RequestEncoding Paper = new(AddSpecialTokens: false, EmptyContext.EndOfSequence);
    private static readonly RequestEncoding Newer = new(AddSpecialTokens: true, EmptyContext.BeginningOfSequence);

    [Fact]
    public void ContinuationIsWhatTheContextAloneDoesNotFill()
    {
        var prepared = Encode(Paper, 100, ("xy", " z"));
        Assert.Equal(['x', 'y', ' ', 'z'], prepared.Ids);
        Assert.Equal(2, prepared.ContinuationLength);
        Assert.False(prepared.IsTruncated);
    }

    [Fact]
    public void ATokenAcrossTheBorderCountsByPosition()
    {
        // "xa" is two tokens, "xab" too: nothing is left for the continuation's "b", and its "c" is the first target.
        var prepared = Encode(Paper, 100, ("xa", "bcd"));
        Assert.Equal(['x', 'a', 'c', 'd'], prepared.Ids);
        Assert.Equal(2, prepared.ContinuationLength);
    }

    [Theory]
    [InlineData(" ")]
    [InlineData(" \n\t")]
    [InlineData("\u00a0")]
    [InlineData("\u001f")]
    [InlineData("\u3000")]
    public void WhiteSpaceAtTheContextsEndMovesToTheContinuation(string space)
    {
        var prepared = Encode(Paper, 100, ("x" + space, "y"));
        Assert.Equal(1 + space.Length, prepared.ContinuationLength);
        Assert.Equal(Encode(Paper, 100, ("x", space + "y")).Key, prepared.Key);
    }

    [Fact]
    public void AnEmptyContextIsEosIn2023AndBosLater()
    {
        Assert.Equal([CharTokenizer.Eos, 'x', 'y'], Encode(Paper, 100, ("", "xy")).Ids);
        Assert.Equal([CharTokenizer.Bos, 'x', 'y'], Encode(Newer, 100, ("", "xy")).Ids);
        Assert.Equal(2, Encode(Newer, 100, ("", "xy")).ContinuationLength);
    }

    [Fact]
    public void BosIsAddedOnceAndNotToATextThatHasIt()
    {
        Assert.Equal([CharTokenizer.Bos, 'x', 'y'], Encode(Newer, 100, ("x", "y")).Ids);
        Assert.Equal([CharTokenizer.Bos, 'x', 'y'], Encode(Newer, 100, ("\u0001x", "y")).Ids);
        Assert.Equal(['x', 'y'], Encode(Paper, 100, ("x", "y")).Ids);
    }

    [Theory]
    [InlineData(5, "xxyy", false)]
    [InlineData(3, "xxyy", false)]
    [InlineData(2, "xyy", true)]
    public void WhatIsTooLongLosesItsBeginning(int maxLength, string kept, bool isTruncated)
    {
        var prepared = Encode(Paper, maxLength, ("xx", "yy"));
        Assert.Equal(kept.Select(c => (int)c), prepared.Ids);
        Assert.Equal(2, prepared.ContinuationLength);
        Assert.Equal(isTruncated, prepared.IsTruncated);
    }

    [Fact]
    public void BosIsLostToTruncationLikeAnyToken() => Assert.Equal(['x', 'y'], Encode(Newer, 1, ("x", "y")).Ids);

    [Theory]
    [InlineData("x", "", "no tokens of its own")]
    [InlineData("  ", "y", "the context \"  \" has no tokens")]
    [InlineData("x", "yyyyyy", "longer than the model reads (5)")]
    public void WhatCannotBeScoredIsRefused(string context, string continuation, string message) =>
        Assert.Contains(message, Assert.Throws<InputException>(() => Encode(Paper, 5, (context, continuation))).Message, StringComparison.Ordinal);

    [Fact]
    public void KeysDependOnIdentityIdsAndTheBorder()
    {
        string[] keys =
        [
            Encode(Paper, 100, ("xy", "z")).Key,
            Encode(Paper, 100, ("x", "yz")).Key,
            Encode(Paper, 100, ("xy", "w")).Key,
            Encode(Newer, 100, ("xy", "z")).Key,
            new RequestEncoder(new CharTokenizer(), Paper, 100, "other").Encode([new("xy", "z")])[0].Key,
        ];
        Assert.Equal(keys.Length, keys.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(keys[0], Encode(Paper, 50, ("xy", "z")).Key);
        Assert.All(keys, key => Assert.Matches("^[0-9a-f]{64}$", key));
    }

    [Fact]
    public void ARepeatedContextIsEncodedOnce()
    {
        var tokenizer = new CharTokenizer();
        new RequestEncoder(tokenizer, Paper, 100, "").Encode([new("xy", " a"), new("xy", " b"), new("xy ", "c"), new("z", " a")]);
        Assert.Equal(2, tokenizer.Encoded.Count(text => text is "xy" or "z"));
    }

    private static PreparedRequest Encode(RequestEncoding encoding, int maxLength, (string Context, string Continuation) texts) =>
        new RequestEncoder(new CharTokenizer(), encoding, maxLength, "model").Encode([new(texts.Context, texts.Continuation)])[0];

    private sealed class CharTokenizer : ITokenizer
    {
        public const int Bos = 1;
        public const int Eos = 2;

        public List<string> Encoded { get; } = [];

        public int VocabularySize => 0x10000;

        public int? BosId => Bos;

        public int? EosId => Eos;

        public string Digest => "characters";

        public int[] Encode(string text, bool addSpecialTokens = true)
        {
            Encoded.Add(text);
            var ids = text.Replace("ab", "a", StringComparison.Ordinal).Select(c => (int)c);
            return [.. addSpecialTokens ? ids.Prepend(Bos) : ids];
        }

        public string Decode(ReadOnlySpan<int> ids, bool skipSpecialTokens = false) => string.Concat(ids.ToArray().Select(id => (char)id));
    }
}
