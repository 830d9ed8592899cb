using System.Globalization;
using Candor.Tokenization.SentencePiece;

namespace Candor.Quickstart.Vocabulary;

/// <summary>A model of the kind LLaMA's is: BPE, byte fallback, no normalisation, a space before the text.</summary>
internal static class VocabularyModel
{
    /// <summary>Ids before the pieces: <c>&lt;unk&gt;</c>, <c>&lt;s&gt;</c>, <c>&lt;/s&gt;</c> and 256 bytes.</summary>
    public const int ReservedCount = 3 + 256;

    /// <summary>The model.</summary>
    /// <param name="pieces">In the order of their ranks.</param>
    public static SentencePieceModel Create(IReadOnlyList<string> pieces) => new()
    {
        Pieces =
        [
            new Piece("<unk>", 0, PieceType.Unknown),
            new Piece("<s>", 0, PieceType.Control),
            new Piece("</s>", 0, PieceType.Control),
            .. Enumerable.Range(0, 256).Select(value => new Piece(string.Create(CultureInfo.InvariantCulture, $"<0x{value:X2}>"), 0, PieceType.Byte)),
            .. pieces.Select((piece, rank) => new Piece(piece, -rank, PieceType.Normal)),
        ],
        ByteFallback = true,
        AddDummyPrefix = true,
        UnknownSurface = SentencePieceModel.DefaultUnknownSurface,
    };
}
