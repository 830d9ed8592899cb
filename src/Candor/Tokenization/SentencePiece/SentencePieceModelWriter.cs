using System.Buffers.Binary;
using System.Text;

namespace Candor.Tokenization.SentencePiece;

/// <summary>
/// Writes <c>tokenizer.model</c> (sentencepiece_model.proto) for a BPE with identity normalisation, the settings of LLaMA's own files.
/// </summary>
internal static class SentencePieceModelWriter
{
    private const int BpeModelType = 2;

    /// <summary>The bytes of the file.</summary>
    public static byte[] Write(SentencePieceModel model)
    {
        using var output = new MemoryStream();
        foreach (var piece in model.Pieces)
            WriteMessage(output, 1, PieceFields(piece));
        WriteMessage(output, 2, TrainerFields(model));
        WriteMessage(output, 3, NormalizerFields(model));
        return output.ToArray();
    }

    private static byte[] PieceFields(Piece piece)
    {
        using var output = new MemoryStream();
        WriteMessage(output, 1, Encoding.UTF8.GetBytes(piece.Text)); // piece
        WriteSingle(output, 2, piece.Score); // score
        WriteInteger(output, 3, (int)piece.Type); // type
        return output.ToArray();
    }

    private static byte[] TrainerFields(SentencePieceModel model)
    {
        using var output = new MemoryStream();
        WriteInteger(output, 3, BpeModelType); // model_type
        WriteInteger(output, 4, model.Pieces.Count); // vocab_size
        WriteInteger(output, 35, model.ByteFallback ? 1 : 0); // byte_fallback
        WriteInteger(output, 40, UnknownId(model)); // unk_id: transformers goes by it, the library by the piece's type
        WriteMessage(output, 44, Encoding.UTF8.GetBytes(model.UnknownSurface)); // unk_surface
        return output.ToArray();
    }

    private static byte[] NormalizerFields(SentencePieceModel model)
    {
        using var output = new MemoryStream();
        WriteMessage(output, 1, "identity"u8); // name
        WriteInteger(output, 3, model.AddDummyPrefix ? 1 : 0); // add_dummy_prefix
        WriteInteger(output, 4, 0); // remove_extra_whitespaces
        WriteInteger(output, 5, 1); // escape_whitespaces
        return output.ToArray();
    }

    private static int UnknownId(SentencePieceModel model) =>
        model.Pieces.Index().FirstOrDefault(piece => piece.Item.Type == PieceType.Unknown).Index;

    private static void WriteMessage(MemoryStream output, int field, ReadOnlySpan<byte> bytes)
    {
        WriteVarint(output, ((ulong)field << 3) | 2);
        WriteVarint(output, (ulong)bytes.Length);
        output.Write(bytes);
    }

    private static void WriteSingle(MemoryStream output, int field, float value)
    {
        WriteVarint(output, ((ulong)field << 3) | 5);
        Span<byte> bytes = stackalloc byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        output.Write(bytes);
    }

    private static void WriteInteger(MemoryStream output, int field, long value)
    {
        WriteVarint(output, (ulong)field << 3);
        WriteVarint(output, (ulong)value);
    }

    private static void WriteVarint(MemoryStream output, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            output.WriteByte((byte)(value | 0x80));
        output.WriteByte((byte)value);
    }
}
