using System.Text;
using Candor.Tokenization.SentencePiece;

namespace Candor.Tests.Tokenization;

/// <summary>Writes tokenizer.model files, sound or not.</summary>
internal static class ModelBytes
{
    /// <summary>A BPE model with identity normalisation over the given pieces.</summary>
    public static byte[] Model(IEnumerable<Piece> pieces, bool byteFallback = false, int modelType = 2, bool removeExtraSpaces = false) =>
    [
        .. pieces.SelectMany(p => Message(1, [.. Message(1, Encoding.UTF8.GetBytes(p.Text)), .. Single(2, p.Score), .. Integer(3, (ulong)p.Type)])),
        .. Message(2, [.. Integer(3, (ulong)modelType), .. Integer(35, byteFallback ? 1UL : 0)]),
        .. Message(3, [.. Integer(4, removeExtraSpaces ? 1UL : 0)]),
    ];

    /// <summary>Pieces of a small model without byte fallback.</summary>
    public static List<Piece> Pieces(params string[] normal) =>
    [
        new("<unk>", 0, PieceType.Unknown),
        new("<s>", 0, PieceType.Control),
        new("</s>", 0, PieceType.Control),
        .. normal.Select((text, i) => new Piece(text, -i, PieceType.Normal)),
    ];

    public static byte[] Message(int field, byte[] bytes) => [.. Varint(((ulong)field << 3) | 2), .. Varint((ulong)bytes.Length), .. bytes];

    public static byte[] Varint(ulong value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7)
            bytes.Add((byte)(value | 0x80));
        bytes.Add((byte)value);
        return [.. bytes];
    }

    private static byte[] Integer(int field, ulong value) => [.. Varint((ulong)field << 3), .. Varint(value)];

    private static byte[] Single(int field, float value) => [.. Varint(((ulong)field << 3) | 5), .. BitConverter.GetBytes(value)];
}
