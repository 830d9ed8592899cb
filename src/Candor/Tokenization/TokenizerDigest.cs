using System.Security.Cryptography;
using System.Text;
using Candor.Tokenization.ByteLevel;
using Candor.Tokenization.SentencePiece;

namespace Candor.Tokenization;

/// <summary>One hash over everything that decides a tokenizer's ids and texts.</summary>
internal static class TokenizerDigest
{
    /// <summary>SHA-256 in lower-case hex.</summary>
    public static string Compute(SentencePieceModel model, LlamaTokenizerSettings settings, TokenizerRules rules) => Hash(writer =>
    {
        writer.Write("candor-tokenizer-1");
        writer.Write((int)rules);
        Write(writer, model);
        Write(writer, settings);
    });

    /// <summary>SHA-256 of a tokenizer whose merges are listed.</summary>
    public static string Compute(SentencePieceModel model, BpeModel bpe, LlamaTokenizerSettings settings, bool isMetaspace) => Hash(writer =>
    {
        writer.Write("candor-tokenizer-json-1");
        writer.Write(isMetaspace);
        Write(writer, model);
        Write(writer, bpe.Merges);
        Write(writer, settings);
    });

    /// <summary>SHA-256 of a byte-level tokenizer; the same from a GGUF file and from the folder it became.</summary>
    public static string Compute(ByteLevelModel model, ByteLevelSettings settings) => Hash(writer =>
    {
        writer.Write("candor-tokenizer-bytes-1");
        writer.Write(model.PreTokenizer.IsolatesDigits);
        writer.Write((int)model.PreTokenizer.Words);
        writer.Write(model.Bpe.Tokens.Count);
        foreach (var token in model.Bpe.Tokens)
            writer.Write(token);
        Write(writer, model.Bpe.Merges);
        writer.Write(model.Bpe.UnknownId ?? -1);
        writer.Write(model.Bpe.IgnoresMerges);
        Write(writer, settings.Tokens);
        writer.Write(settings.BosId ?? -1);
        writer.Write(settings.EosId ?? -1);
        Write(writer, settings.Prefix);
        Write(writer, settings.Suffix);
    });

    private static string Hash(Action<BinaryWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var writer = new BinaryWriter(buffer, Encoding.UTF8, leaveOpen: true))
            write(writer);
        return Convert.ToHexStringLower(SHA256.HashData(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)));
    }

    private static void Write(BinaryWriter writer, IReadOnlyList<MergeTable.Entry> merges)
    {
        writer.Write(merges.Count);
        foreach (var merge in merges)
        {
            writer.Write(merge.Left);
            writer.Write(merge.Right);
            writer.Write(merge.Result);
        }
    }

    private static void Write(BinaryWriter writer, IReadOnlyList<int> ids)
    {
        writer.Write(ids.Count);
        foreach (var id in ids)
            writer.Write(id);
    }

    private static void Write(BinaryWriter writer, SentencePieceModel model)
    {
        writer.Write(model.Pieces.Count);
        foreach (var piece in model.Pieces)
        {
            writer.Write(piece.Text);
            writer.Write(piece.Score);
            writer.Write((int)piece.Type);
        }

        writer.Write(model.ByteFallback);
        writer.Write(model.AddDummyPrefix);
        writer.Write(model.UnknownSurface);
    }

    private static void Write(BinaryWriter writer, LlamaTokenizerSettings settings)
    {
        Write(writer, settings.Tokens);
        writer.Write(settings.BosId ?? -1);
        writer.Write(settings.EosId ?? -1);
        writer.Write(settings.UnknownToken);
        writer.Write(settings.AddsBos);
        writer.Write(settings.AddsEos);
        writer.Write(settings.IsLegacy);
        writer.Write(settings.IsModernReading);
        writer.Write(settings.AddsPrefixSpace);
        writer.Write(settings.CleansUpSpaces);
    }

    private static void Write(BinaryWriter writer, IReadOnlyList<AddedToken> tokens)
    {
        writer.Write(tokens.Count);
        foreach (var token in tokens)
        {
            writer.Write(token.Content);
            writer.Write(token.Id);
            writer.Write(token.IsSpecial);
            writer.Write(token.StripsLeft);
            writer.Write(token.StripsRight);
            writer.Write(token.IsNormalized);
        }
    }
}
