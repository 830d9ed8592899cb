using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;

namespace Candor.Tokenization.SentencePiece;

/// <content>Pieces to text.</content>
internal sealed partial class SentencePieceProcessor
{
    /// <summary>Text of ids.</summary>
    public string Decode(ReadOnlySpan<int> ids)
    {
        var pieces = new string[ids.Length];
        for (var i = 0; i < ids.Length; i++)
            pieces[i] = _model.Pieces[ids[i]].Text;
        return Decode(pieces);
    }

    /// <summary>
    /// Text of pieces. Control pieces vanish, bytes are put together to characters (a byte that belongs to none becomes U+FFFD), the
    /// space of the first piece goes if the model adds one, and a string that is no piece stands for itself.
    /// </summary>
    public string Decode(ReadOnlySpan<string> pieces)
    {
        var text = new StringBuilder();
        var bytes = new List<byte>();
        var atStart = true;
        var prefixSeen = false;
        foreach (var piece in pieces)
        {
            var id = _ids.GetValueOrDefault(piece, UnknownId);
            if (_model.Pieces[id].Type == PieceType.Byte)
            {
                bytes.Add(SentencePieceModelReader.ByteValue(piece)!.Value);
                continue;
            }

            AppendCharacters(text, bytes);
            if (prefixSeen || text.Length > 0)
                atStart = false;
            prefixSeen = Append(text, piece, id, atStart && _model.AddDummyPrefix);
        }

        AppendCharacters(text, bytes);
        return text.ToString();
    }

    /// <summary>Appends one piece; true if its leading space was left out.</summary>
    private bool Append(StringBuilder text, string piece, int id, bool dropSpace)
    {
        switch (_model.Pieces[id].Type)
        {
            case PieceType.Control:
                return false;
            case PieceType.Unknown:
                text.Append(piece == _model.Pieces[id].Text ? _model.UnknownSurface : piece);
                return false;
            default:
                var drop = dropSpace && piece[0] == SentencePieceModel.Space;
                text.Append(piece, drop ? 1 : 0, piece.Length - (drop ? 1 : 0));
                text.Replace(SentencePieceModel.Space, ' ', text.Length - piece.Length + (drop ? 1 : 0), piece.Length - (drop ? 1 : 0));
                return drop;
        }
    }

    private static void AppendCharacters(StringBuilder text, List<byte> bytes)
    {
        Span<char> characters = stackalloc char[2];
        var rest = CollectionsMarshal.AsSpan(bytes);
        while (!rest.IsEmpty)
        {
            var valid = Rune.DecodeFromUtf8(rest, out var rune, out var length) == OperationStatus.Done;
            text.Append(characters[..rune.EncodeToUtf16(characters)]);
            rest = rest[(valid ? length : 1)..];
        }

        bytes.Clear();
    }
}
