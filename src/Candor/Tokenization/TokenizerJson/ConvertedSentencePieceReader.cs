using System.Text;
using Candor.Tokenization.SentencePiece;

namespace Candor.Tokenization.TokenizerJson;

/// <summary>
/// A tokenizer.json that was converted from a SentencePiece model: spaces marked by normalizers or by a <c>Metaspace</c>, BPE with byte
/// fallback over the whole text.
/// </summary>
internal static class ConvertedSentencePieceReader
{
    private static readonly string s_mark = SentencePieceModel.Space.ToString();

    private readonly record struct Spaces(bool IsMetaspace, bool AddsPrefix, bool IsFirstOnly);

    /// <summary>Makes the tokenizer.</summary>
    /// <exception cref="InputException">The file asks for what such a conversion never has.</exception>
    public static FastLlamaTokenizer Read(JsonObjectFile file, BpeModel bpe, TokenRoles roles, PostProcessorReader.Frame frame)
    {
        var spaces = JsonPlace.Root(file, "pre_tokenizer") is { } preTokenizer
            ? ReadMetaspace(preTokenizer, JsonPlace.Root(file, "normalizer"))
            : new Spaces(IsMetaspace: false, ReadNormalizer(JsonPlace.RequiredRoot(file, "normalizer")), IsFirstOnly: false);
        CheckDecoder(JsonPlace.RequiredRoot(file, "decoder"), spaces.AddsPrefix);
        if (bpe.IgnoresMerges)
            throw new InputException($"{file.Path}: model.ignore_merges: expected false without a byte-level decoder, found true");
        var model = Model(file.Path, bpe, spaces.AddsPrefix);
        var settings = Settings(file.Path, roles, frame, spaces);
        var characters = bpe.Ids.Where(pair => Rune.TryGetRuneAt(pair.Key, 0, out var rune) && rune.Utf16SequenceLength == pair.Key.Length)
            .Select(pair => (Rune.GetRuneAt(pair.Key, 0), pair.Value));
        var pieces = new SentencePieceProcessor(model, new MergeTable(bpe.Tokens.Count, characters, bpe.Merges));
        return new FastLlamaTokenizer(pieces, settings, spaces.IsMetaspace, TokenizerDigest.Compute(model, bpe, settings, spaces.IsMetaspace));
    }

    private static Spaces ReadMetaspace(JsonPlace metaspace, JsonPlace? normalizer)
    {
        if (metaspace.Type != "Metaspace" || normalizer is not null)
            throw metaspace.Unsupported("normalizers or a Metaspace that mark spaces", normalizer?.Type ?? metaspace.Type);
        if (metaspace.Required("replacement").Text() != s_mark || metaspace.Find("split") is null || metaspace.Flag("split"))
            throw new InputException($"{metaspace.Place}: expected the replacement U+2581 and no split, found another");
        var scheme = metaspace.Required("prepend_scheme");
        return scheme.Text() switch
        {
            "first" => new Spaces(IsMetaspace: true, AddsPrefix: true, IsFirstOnly: true),
            "always" => new Spaces(IsMetaspace: true, AddsPrefix: true, IsFirstOnly: false),
            "never" => new Spaces(IsMetaspace: true, AddsPrefix: false, IsFirstOnly: false),
            var other => throw scheme.Unsupported("first, always or never", other),
        };
    }

    /// <summary>Whether a space is put before the text; that spaces are marked is required.</summary>
    private static bool ReadNormalizer(JsonPlace normalizer)
    {
        JsonPlace[] parts = [.. normalizer.Parts("normalizers")];
        var prepends = parts.Length == 2 && parts[0].Type == "Prepend" && parts[0].Required("prepend").Text() == s_mark;
        if (parts.Length != (prepends ? 2 : 1) || !Replaces(parts[^1], " ", s_mark))
            throw normalizer.Unsupported("Prepend and Replace that mark spaces", string.Join(" + ", parts.Take(4).Select(part => part.Type)));
        return prepends;
    }

    private static void CheckDecoder(JsonPlace decoder, bool strips)
    {
        JsonPlace[] parts = [.. decoder.Parts("decoders")];
        string[] expected = ["Replace", "ByteFallback", "Fuse", .. strips ? ["Strip"] : Array.Empty<string>()];
        if (!parts.Select(part => part.Type).SequenceEqual(expected) || !Replaces(parts[0], s_mark, " ") || (strips && !IsStripOfOne(parts[^1])))
            throw decoder.Unsupported(string.Join(" + ", expected), string.Join(" + ", parts.Take(5).Select(part => part.Type)));
    }

    private static bool Replaces(JsonPlace part, string from, string to) =>
        part.Type == "Replace" && part.Required("pattern").Find("String")?.Text() == from && part.Required("content").Text() == to;

    private static bool IsStripOfOne(JsonPlace part) =>
        part.Required("content").Text() == " " && part.Required("start").Id() == 1 && part.Required("stop").Id() == 0;

    private static SentencePieceModel Model(string path, BpeModel bpe, bool addsPrefix)
    {
        var unknown = bpe.UnknownId ?? throw new InputException($"{path}: model.unk_token: expected a token, found none");
        if (!bpe.HasByteFallback && !bpe.FusesUnknown)
            throw new InputException($"{path}: model: expected byte_fallback or fuse_unk, found neither");
        for (var value = 0; bpe.HasByteFallback && value < 256; value++)
        {
            if (!bpe.Ids.ContainsKey($"<0x{value:X2}>"))
                throw new InputException($"{path}: model.vocab: expected a token for every byte, found none for <0x{value:X2}>");
        }

        return new SentencePieceModel
        {
            Pieces = [.. bpe.Tokens.Select((token, id) => new Piece(token, 0, TypeOf(token, id)))],
            ByteFallback = bpe.HasByteFallback,
            AddDummyPrefix = addsPrefix,
            UnknownSurface = bpe.Tokens[unknown],
        };

        PieceType TypeOf(string token, int id) => id == unknown ? PieceType.Unknown
            : SentencePieceModelReader.ByteValue(token) is not null ? PieceType.Byte : PieceType.Normal;
    }

    private static LlamaTokenizerSettings Settings(string path, TokenRoles roles, PostProcessorReader.Frame frame, Spaces spaces)
    {
        var (bos, eos) = (roles.IdOf("bos_token"), roles.IdOf("eos_token"));
        var (addsBos, addsEos) = (frame.Prefix.Count > 0, frame.Suffix.Count > 0);
        if ((addsBos && !frame.Prefix.SequenceEqual([bos ?? -1])) || (addsEos && !frame.Suffix.SequenceEqual([eos ?? -1])))
            throw new InputException($"{path}: post_processor: expected bos_token before and eos_token behind a text, found other ids");
        return new LlamaTokenizerSettings
        {
            Tokens = roles.Tokens,
            BosId = bos,
            EosId = eos,
            PadId = roles.IdOf("pad_token"),
            UnknownToken = roles.ContentOf("unk_token") ?? "<unk>",
            AddsBos = addsBos,
            AddsEos = addsEos,
            IsLegacy = !spaces.IsFirstOnly,
            IsModernReading = true,
            AddsPrefixSpace = spaces.AddsPrefix,
            CleansUpSpaces = false,
        };
    }
}
