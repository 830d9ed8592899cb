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
        var output = new ProtobufWriter();
        foreach (var piece in model.Pieces)
        {
            output.Message(1, fields =>
            {
                fields.Text(1, piece.Text); // piece
                fields.Single(2, piece.Score); // score
                fields.Integer(3, (int)piece.Type); // type
            });
        }

        output.Message(2, trainer =>
        {
            trainer.Integer(3, BpeModelType); // model_type
            trainer.Integer(4, model.Pieces.Count); // vocab_size
            trainer.Boolean(35, model.ByteFallback); // byte_fallback
            trainer.Integer(40, UnknownId(model)); // unk_id: transformers goes by it, the library by the piece's type
            trainer.Text(44, model.UnknownSurface); // unk_surface
        });
        output.Message(3, normalizer =>
        {
            normalizer.Text(1, "identity"); // name
            normalizer.Boolean(3, model.AddDummyPrefix); // add_dummy_prefix
            normalizer.Boolean(4, false); // remove_extra_whitespaces
            normalizer.Boolean(5, true); // escape_whitespaces
        });
        return output.ToArray();
    }

    private static int UnknownId(SentencePieceModel model) =>
        model.Pieces.Index().FirstOrDefault(piece => piece.Item.Type == PieceType.Unknown).Index;
}
