using System.Globalization;

namespace Candor.Quickstart.Vocabulary;

/// <summary>
/// Writes <c>tokenizer.model</c> (sentencepiece_model.proto) of the kind LLaMA's is: BPE, byte fallback, no normalisation, a space before
/// the text.
/// </summary>
internal static class SentencePieceModelWriter
{
    /// <summary>Ids before the pieces: <c>&lt;unk&gt;</c>, <c>&lt;s&gt;</c>, <c>&lt;/s&gt;</c> and 256 bytes.</summary>
    public const int ReservedCount = 3 + 256;

    private const int Unknown = 2;
    private const int Control = 3;
    private const int Byte = 6;
    private const int Normal = 1;
    private const int ModelTypeBpe = 2;

    /// <summary>The file's bytes.</summary>
    /// <param name="pieces">In the order of their ranks.</param>
    public static byte[] Create(IReadOnlyList<string> pieces)
    {
        var model = new ProtobufWriter();
        Piece(model, "<unk>", 0, Unknown);
        Piece(model, "<s>", 0, Control);
        Piece(model, "</s>", 0, Control);
        for (var value = 0; value < 256; value++)
            Piece(model, string.Create(CultureInfo.InvariantCulture, $"<0x{value:X2}>"), 0, Byte);
        foreach (var (rank, piece) in pieces.Index())
            Piece(model, piece, -rank, Normal);
        model.Message(2, trainer =>
        {
            trainer.Integer(3, ModelTypeBpe);
            trainer.Integer(4, pieces.Count + ReservedCount);
            trainer.Boolean(35, true);
        });
        model.Message(3, normalizer =>
        {
            normalizer.Text(1, "identity");
            normalizer.Boolean(3, true);
            normalizer.Boolean(4, false);
            normalizer.Boolean(5, true);
        });
        return model.ToArray();
    }

    private static void Piece(ProtobufWriter model, string text, float score, int type) => model.Message(1, piece =>
    {
        piece.Text(1, text);
        piece.Single(2, score);
        piece.Integer(3, type);
    });
}
