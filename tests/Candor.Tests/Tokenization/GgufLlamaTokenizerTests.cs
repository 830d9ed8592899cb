using System.Text.Json;
using Candor.Checkpoints;
using Candor.Conversion;
using Candor.TestSupport;
using Candor.Tokenization;
using Candor.Tokenization.SentencePiece;

namespace Candor.Tests.Tokenization;

/// <summary>The SentencePiece tokenizer of a GGUF file, which llama.cpp's converter takes out of a tokenizer.model.</summary>
public sealed class GgufLlamaTokenizerTests : IDisposable
{
    /// <summary>What llama.cpp's converter appends for the added tokens of the goldens, and for rows of the embedding beyond them.</summary>
    private static readonly Piece[] s_added =
    [
        new("[PAD]", -1000, PieceType.Control), new("<im_patch>", -1000, PieceType.UserDefined), new("<im_start>", -1000, PieceType.UserDefined),
        new("<im_end>", -1000, PieceType.UserDefined), new("[PAD516]", -10000, PieceType.Unused),
    ];

    private readonly TemporaryFolder _folder = new();

    /// <inheritdoc />
    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("llama-legacy", TokenizerRules.Stored)]
    [InlineData("llama-fast", TokenizerRules.Fast)]
    public void IdsAreTheReferences(string golden, TokenizerRules rules)
    {
        var tokenizer = TokenizerLoader.Load(Gguf(Small()), rules);
        var texts = TokenGoldens.Texts("small");
        Assert.All(
            TokenGoldens.Json("small", golden).GetProperty("encode").EnumerateArray(),
            entry => Assert.Equal(TokenGoldens.Ids(entry), tokenizer.Encode(texts[entry.GetProperty("id").GetInt32()])));
    }

    /// <summary>The reference's folder says what is assumed of a GGUF file: <c>legacy</c>, and tokens that strip no white space.</summary>
    [Fact]
    public void IdsAndTextsWithAddedTokensAreTheReferences()
    {
        var tokenizer = TokenizerLoader.Load(Gguf([.. Small(), .. s_added]));
        Assert.Equal(516, tokenizer.VocabularySize);
        var (texts, golden) = (TokenGoldens.Texts("small", "added"), TokenGoldens.Json("small", "llama-added-modern"));
        Assert.All(
            golden.GetProperty("encode").EnumerateArray(),
            entry => Assert.Equal(TokenGoldens.Ids(entry), tokenizer.Encode(texts[entry.GetProperty("id").GetInt32()])));
        Assert.All(golden.GetProperty("encode").EnumerateArray().Concat(golden.GetProperty("decode").EnumerateArray()), entry =>
        {
            Assert.Equal(entry.GetProperty("text").GetString(), tokenizer.Decode(TokenGoldens.Ids(entry)));
            Assert.Equal(entry.GetProperty("text_skip_special").GetString(), tokenizer.Decode(TokenGoldens.Ids(entry), skipSpecialTokens: true));
        });
    }

    [Fact]
    public void EveryControlTokenIsSpecial()
    {
        var tokenizer = TokenizerLoader.Load(Gguf([.. Small(), .. s_added]));
        Assert.Equal("<im_patch>", tokenizer.Decode([512, 513], skipSpecialTokens: true));
    }

    [Theory]
    [InlineData(null, null, true, false)]
    [InlineData(false, true, false, true)]
    public void TheFileSaysWhatStandsAroundAText(bool? addsBos, bool? addsEos, bool beginsWithBos, bool endsWithEos)
    {
        var ids = TokenizerLoader.Load(Gguf(Small(), addsBos, addsEos)).Encode("one");
        Assert.Equal((beginsWithBos, endsWithEos), (ids[0] == 1, ids[^1] == 2));
    }

    [Fact]
    public void WithoutASpaceBeforeTheTextThereIsNone()
    {
        var (with, without) = (TokenizerLoader.Load(Gguf(Small())), TokenizerLoader.Load(Gguf(Small(), addsSpace: false)));
        Assert.Equal(with.Encode("one"), without.Encode(" one"));
        Assert.NotEqual(with.Encode("one"), without.Encode("one"));
    }

    [Fact]
    public void TheFolderThatItBecomesHasTheSameTokenizer()
    {
        var path = Gguf([.. Small(), .. s_added], addsBos: false);
        var report = CheckpointConverter.Convert(path, _folder.File("hf"), dtype: null, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(["config.json", "generation_config.json", "model.safetensors", "tokenizer.model", "tokenizer_config.json"], report.Files);
        Assert.Equal(TokenizerLoader.Load(path).Digest, TokenizerLoader.Load(_folder.File("hf")).Digest);
        var (original, written) = (SentencePieceModelReader.Read(TokenGoldens.ModelFile("small")), SentencePieceModelReader.Read(_folder.File("hf", "tokenizer.model")));
        Assert.Equal(original.Pieces, written.Pieces);
        Assert.Equal(original with { Pieces = [] }, written with { Pieces = [] });
        var config = Goldens.Json(_folder.File("hf", "tokenizer_config.json"));
        Assert.Equal("{{ messages }}", config.GetProperty("chat_template").GetString());
        Assert.Equal(JsonValueKind.False, config.GetProperty("add_bos_token").ValueKind);
    }

    [Theory]
    [InlineData("scores", "x.gguf: tokenizer.ggml.scores: expected one entry for each of the 512 tokens, found none")]
    [InlineData("token_type", "x.gguf: tokenizer.ggml.token_type: expected one entry for each of the 512 tokens, found none")]
    public void WhatIsAbsentIsNamed(string key, string message) =>
        Assert.EndsWith(message, Assert.Throws<InputException>(() => TokenizerLoader.Load(Gguf(Small(), without: key))).Message);

    [Fact]
    public void WrongPiecesAreNamed()
    {
        var pieces = Small();
        pieces[300] = pieces[300] with { Score = float.NaN };
        Refused(pieces, "x.gguf: tokenizer.ggml.tokens: piece 300: score: expected a finite number, found NaN");
        Refused([.. Small(), Small()[300]], "x.gguf: tokenizer.ggml.tokens: piece 512: expected a new piece");
        Refused([.. Small().Where(piece => piece.Type != PieceType.Unknown)], "x.gguf: tokenizer.ggml.tokens: pieces: expected one of type unknown, found 0");
        Refused([], "x.gguf: tokenizer.ggml.");
    }

    private static Piece[] Small() => [.. SentencePieceModelReader.Read(TokenGoldens.ModelFile("small")).Pieces];

    private void Refused(Piece[] pieces, string message) =>
        Assert.Contains(message, Assert.Throws<InputException>(() => TokenizerLoader.Load(Gguf(pieces))).Message);

    /// <summary>A micro model with the pieces in its metadata.</summary>
    private string Gguf(Piece[] pieces, bool? addsBos = null, bool? addsEos = null, bool? addsSpace = null, string? without = null)
    {
        using var checkpoint = CheckpointFolder.Open(Goldens.Committed("small", "models", "tiny-llama"));
        var builder = GgufModels.Of(checkpoint);
        foreach (var (key, value) in new (string, object?)[]
        {
            ("model", "llama"),
            ("tokens", pieces.Select(piece => piece.Text).ToArray()),
            ("scores", pieces.Select(piece => piece.Score).ToArray()),
            ("token_type", pieces.Select(piece => (int)piece.Type).ToArray()),
            ("bos_token_id", pieces.Length > 2 ? 1u : null),
            ("eos_token_id", pieces.Length > 2 ? 2u : null),
            ("add_bos_token", addsBos),
            ("add_eos_token", addsEos),
            ("add_space_prefix", addsSpace),
        })
        {
            if (value is not null && key != without)
                builder.Add("tokenizer.ggml." + key, value);
        }

        File.WriteAllBytes(_folder.File("x.gguf"), builder.Add("tokenizer.chat_template", "{{ messages }}").Build());
        return _folder.File("x.gguf");
    }
}
