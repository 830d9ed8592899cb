using System.Security.Cryptography;
using System.Text;
using Candor.Tokenization.SentencePiece;

namespace Candor.Tokenization;

/// <summary>One hash over everything that decides a tokenizer's ids and texts.</summary>
internal static class TokenizerDigest
{
    /// <summary>SHA-256 in lower-case hex.</summary>
    public static string Compute(SentencePieceModel model, LlamaTokenizerSettings settings, TokenizerRules rules)
    {
        using var buffer = new MemoryStream();
        using (var writer = new BinaryWriter(buffer, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write("candor-tokenizer-1");
            writer.Write((int)rules);
            Write(writer, model);
            Write(writer, settings);
        }

        return Convert.ToHexStringLower(SHA256.HashData(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)));
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
        writer.Write(settings.Tokens.Count);
        foreach (var token in settings.Tokens)
        {
            writer.Write(token.Content);
            writer.Write(token.Id);
            writer.Write(token.IsSpecial);
            writer.Write(token.StripsLeft);
            writer.Write(token.StripsRight);
            writer.Write(token.IsNormalized);
        }

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
}
