namespace Candor.Tokenization.SentencePiece;

/// <summary>What a piece is for; numbers as in the file.</summary>
internal enum PieceType
{
    Normal = 1,
    Unknown = 2,
    Control = 3,
    UserDefined = 4,
    Unused = 5,
    Byte = 6,
}

/// <summary>One entry of the vocabulary; its id is its position.</summary>
internal readonly record struct Piece(string Text, float Score, PieceType Type);

/// <summary>A <c>tokenizer.model</c> of the BPE kind with identity normalisation, as read and checked by <see cref="SentencePieceModelReader"/>.</summary>
internal sealed record SentencePieceModel
{
    /// <summary>U+2581, which stands for a space in pieces.</summary>
    public const char Space = '\u2581';

    /// <summary>What the unknown id decodes to where a model does not say it: the proto's default.</summary>
    public const string DefaultUnknownSurface = " \u2047 ";

    public required IReadOnlyList<Piece> Pieces { get; init; }

    /// <summary>Whether a character outside the vocabulary becomes its UTF-8 bytes rather than the unknown id.</summary>
    public required bool ByteFallback { get; init; }

    /// <summary>Whether a space is put before the text.</summary>
    public required bool AddDummyPrefix { get; init; }

    /// <summary>What the unknown id decodes to.</summary>
    public required string UnknownSurface { get; init; }
}
