using System.Globalization;

namespace Candor.Tokenization.SentencePiece;

/// <summary>
/// Reads <c>tokenizer.model</c> (sentencepiece_model.proto). What LLaMA's models do not use and would change the ids (other model types,
/// normalisation tables, removal of extra spaces) is refused rather than ignored.
/// </summary>
internal static class SentencePieceModelReader
{
    /// <summary>Gemma's 256,000 pieces, the largest vocabulary released, take 4 MiB.</summary>
    private const long MaxFileBytes = 16 << 20;
    private const int MaxPieces = 300_000;

    /// <summary>In UTF-16 units; trainers stop at 16. Bounds the search for merges.</summary>
    private const int MaxPieceLength = 256;

    private const int ModelTypeBpe = 2;

    /// <summary>Reads and checks a file.</summary>
    /// <exception cref="InputException">The file is missing, too large, broken, or a kind that is not supported.</exception>
    public static SentencePieceModel Read(string file) => Parse(BoundedFile.ReadAllBytes(file, MaxFileBytes), file);

    internal static SentencePieceModel Parse(ReadOnlySpan<byte> bytes, string file)
    {
        var pieces = new List<Piece>();
        var trainer = new Trainer();
        var normalizer = new Normalizer();
        var reader = new ProtobufReader(bytes, file);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    if (pieces.Count == MaxPieces)
                        throw new InputException($"{file}: pieces: expected at most {MaxPieces}, found more");
                    pieces.Add(ReadPiece(reader.Message(), file, pieces.Count));
                    break;
                case 2:
                    ReadTrainer(reader.Message(), trainer);
                    break;
                case 3:
                    ReadNormalizer(reader.Message(), normalizer);
                    break;
                case 5:
                    Refuse(HasCharsMap(reader.Message()), file, "denormalizer_spec.precompiled_charsmap", "none", "a table");
                    break;
                default:
                    break;
            }
        }

        Check(file, pieces, trainer, normalizer);
        return new SentencePieceModel
        {
            Pieces = pieces,
            ByteFallback = trainer.ByteFallback,
            AddDummyPrefix = normalizer.AddDummyPrefix,
            UnknownSurface = trainer.UnknownSurface,
        };
    }

    private static Piece ReadPiece(ProtobufReader reader, string file, int id)
    {
        var (text, score, type) = ("", 0f, PieceType.Normal);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    text = reader.Text();
                    break;
                case 2:
                    score = reader.Single();
                    break;
                case 3:
                    type = (PieceType)reader.Integer();
                    break;
                default:
                    break;
            }
        }

        Refuse(text.Length is 0 or > MaxPieceLength, file, $"piece {id}", $"1 to {MaxPieceLength} characters", $"{text.Length}");
        Refuse(!float.IsFinite(score), file, $"piece {id}: score", "a finite number", score.ToString(CultureInfo.InvariantCulture));
        Refuse(!Enum.IsDefined(type) || type == PieceType.Unused, file, $"piece {id}: type", "1, 2, 3, 4 or 6", $"{(int)type}");
        return new Piece(text, score, type);
    }

    private static void ReadTrainer(ProtobufReader reader, Trainer trainer)
    {
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 3:
                    trainer.ModelType = reader.Integer();
                    break;
                case 24:
                    trainer.SpaceAsSuffix = reader.Boolean();
                    break;
                case 35:
                    trainer.ByteFallback = reader.Boolean();
                    break;
                case 44:
                    trainer.UnknownSurface = reader.Text();
                    break;
                default:
                    break;
            }
        }
    }

    private static void ReadNormalizer(ProtobufReader reader, Normalizer normalizer)
    {
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 2:
                    normalizer.HasCharsMap = reader.Bytes().Length > 0;
                    break;
                case 3:
                    normalizer.AddDummyPrefix = reader.Boolean();
                    break;
                case 4:
                    normalizer.RemoveExtraSpaces = reader.Boolean();
                    break;
                case 5:
                    normalizer.EscapeSpaces = reader.Boolean();
                    break;
                default:
                    break;
            }
        }
    }

    private static bool HasCharsMap(ProtobufReader reader)
    {
        var normalizer = new Normalizer();
        ReadNormalizer(reader, normalizer);
        return normalizer.HasCharsMap;
    }

    private static void Check(string file, List<Piece> pieces, Trainer trainer, Normalizer normalizer)
    {
        Refuse(pieces.Count == 0, file, "pieces", "at least one", "none");
        Refuse(trainer.ModelType != ModelTypeBpe, file, "trainer_spec.model_type", "2 (BPE)", $"{trainer.ModelType}");
        Refuse(trainer.SpaceAsSuffix, file, "trainer_spec.treat_whitespace_as_suffix", "false", "true");
        Refuse(normalizer.HasCharsMap, file, "normalizer_spec.precompiled_charsmap", "none (identity)", "a table");
        Refuse(normalizer.RemoveExtraSpaces, file, "normalizer_spec.remove_extra_whitespaces", "false", "true");
        Refuse(!normalizer.EscapeSpaces, file, "normalizer_spec.escape_whitespaces", "true", "false");

        var seen = new HashSet<string>(pieces.Count);
        var (unknowns, byteCount) = (0, 0);
        for (var id = 0; id < pieces.Count; id++)
        {
            var piece = pieces[id];
            Refuse(!seen.Add(piece.Text), file, $"piece {id}", "a new piece", $"'{piece.Text}' a second time");
            unknowns += piece.Type == PieceType.Unknown ? 1 : 0;
            byteCount += piece.Type == PieceType.Byte ? 1 : 0;
            Refuse(piece.Type == PieceType.Byte && ByteValue(piece.Text) is null, file, $"piece {id}", "<0x00> to <0xFF>", $"'{piece.Text}'");
        }

        Refuse(unknowns != 1, file, "pieces", "one of type unknown", $"{unknowns}");
        Refuse(byteCount != (trainer.ByteFallback ? 256 : 0), file, "pieces", trainer.ByteFallback ? "256 byte pieces" : "no byte piece (byte_fallback is false)", $"{byteCount}");
    }

    /// <summary>The value of a piece such as <c>&lt;0x0A&gt;</c>, spelled exactly so, or null.</summary>
    public static byte? ByteValue(ReadOnlySpan<char> piece) =>
        piece.Length == 6 && piece.StartsWith("<0x") && piece[5] == '>' && !piece.ContainsAnyInRange('a', 'f')
        && byte.TryParse(piece.Slice(3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;

    private static void Refuse(bool wrong, string file, string key, string expected, string found)
    {
        if (wrong)
            throw new InputException($"{file}: {key}: expected {expected}, found {found}");
    }

    /// <summary>The proto's defaults.</summary>
    private sealed class Trainer
    {
        public long ModelType { get; set; } = 1;

        public bool SpaceAsSuffix { get; set; }

        public bool ByteFallback { get; set; }

        public string UnknownSurface { get; set; } = SentencePieceModel.DefaultUnknownSurface;
    }

    private sealed class Normalizer
    {
        public bool HasCharsMap { get; set; }

        public bool AddDummyPrefix { get; set; } = true;

        public bool RemoveExtraSpaces { get; set; } = true;

        public bool EscapeSpaces { get; set; } = true;
    }
}
