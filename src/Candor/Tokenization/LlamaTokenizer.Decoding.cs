using System.Runtime.InteropServices;
using System.Text;
using Candor.Tokenization.SentencePiece;

namespace Candor.Tokenization;

/// <content>Ids to text: stretches of pieces and added tokens, joined by spaces.</content>
internal sealed partial class LlamaTokenizer
{
    /// <inheritdoc />
    public string Decode(ReadOnlySpan<int> ids, bool skipSpecialTokens = false)
    {
        var parts = new List<string>();
        var stretch = new List<int>();
        foreach (var id in ids)
        {
            var token = _vocabulary.TokenOf(id);
            if (token is null)
                _ = _vocabulary.TextOf(id);
            if (skipSpecialTokens && token is { IsSpecial: true })
                continue;
            if (token is { } added && StandsAlone(added))
            {
                Close(stretch, parts, keepEmpty: !_settings.IsModernReading);
                parts.Add(added.Content);
            }
            else
            {
                stretch.Add(id);
            }
        }

        Close(stretch, parts, keepEmpty: true);
        return _settings.CleanUp(string.Join(' ', parts));
    }

    /// <summary>Whether decoding puts spaces around a token: 4.31 asks whether it was added, later versions leave special ones out.</summary>
    private bool StandsAlone(AddedToken token) => _settings.IsModernReading ? !token.IsSpecial : token.IsOutsideModel;

    /// <summary>Later versions drop a stretch without text, but not the last one.</summary>
    private void Close(List<int> stretch, List<string> parts, bool keepEmpty)
    {
        if (stretch.Count == 0)
            return;
        var text = _settings.IsModernReading ? ModernText(CollectionsMarshal.AsSpan(stretch)) : LegacyText(CollectionsMarshal.AsSpan(stretch));
        if (text.Length > 0 || keepEmpty)
            parts.Add(text);
        stretch.Clear();
    }

    private string LegacyText(ReadOnlySpan<int> ids)
    {
        var text = new StringBuilder();
        var run = new List<string>();
        var afterSpecial = false;
        for (var i = 0; i < ids.Length; i++)
        {
            var special = _vocabulary.TokenOf(ids[i]) is { IsSpecial: true };
            if (special)
                AppendSpecial(text, run, ids[i], spaceBefore: !afterSpecial && i > 0);
            else
                run.Add(_vocabulary.TextOf(ids[i]));
            afterSpecial = special;
        }

        return text.Append(_pieces.Decode(CollectionsMarshal.AsSpan(run))).ToString();
    }

    private string ModernText(ReadOnlySpan<int> ids)
    {
        var text = new StringBuilder();
        var run = new List<string>();
        var afterSpecial = false;
        for (var i = 0; i < ids.Length; i++)
        {
            var piece = _vocabulary.TextOf(ids[i]);
            if (i == 0 && _settings.AddsPrefixSpace && piece[0] == SentencePieceModel.Space)
                piece = piece[1..];
            var special = _vocabulary.TokenOf(ids[i]) is { IsSpecial: true };
            if (special)
            {
                AppendSpecial(text, run, ids[i], spaceBefore: !afterSpecial && i > 0 && _settings.IsLegacy);
            }
            else
            {
                if (afterSpecial && i == 1 && _settings.AddsPrefixSpace && !piece.StartsWith(SentencePieceModel.Space))
                    text.Append(' ');
                run.Add(piece);
            }

            afterSpecial = special;
        }

        return text.Append(_pieces.Decode(CollectionsMarshal.AsSpan(run))).ToString();
    }

    /// <summary>The space stands before the whole run, not before the token: so does transformers.</summary>
    private void AppendSpecial(StringBuilder text, List<string> run, int id, bool spaceBefore)
    {
        if (spaceBefore)
            text.Append(' ');
        text.Append(_pieces.Decode(CollectionsMarshal.AsSpan(run))).Append(_vocabulary.TextOf(id));
        run.Clear();
    }
}
