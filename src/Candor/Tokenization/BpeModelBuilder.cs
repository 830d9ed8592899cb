using Candor.Checkpoints;
using Candor.Tokenization.SentencePiece;

namespace Candor.Tokenization;

/// <summary>Checks tokens and merges of a <see cref="BpeModel"/> while they come in.</summary>
/// <param name="tokens">The tokens by id.</param>
/// <param name="place">File and key of the tokens, for messages.</param>
/// <param name="mergesPlace">File and key of the merges, for messages.</param>
internal sealed class BpeModelBuilder(IReadOnlyList<string> tokens, string place, string mergesPlace)
{
    private readonly Dictionary<string, int> _ids = Index(tokens, place);
    private readonly List<MergeTable.Entry> _merges = [];

    /// <summary>Takes the next merge, of two tokens.</summary>
    /// <exception cref="InputException">One of the three texts is no token.</exception>
    public void Merge(string left, string right) => _merges.Add(new MergeTable.Entry(IdOf(left), IdOf(right), IdOf(left + right)));

    /// <summary>Takes the next merge, spelled with a space between the two tokens.</summary>
    /// <exception cref="InputException">It has not one space, or one of the texts is no token.</exception>
    public void Merge(string pair)
    {
        var space = pair.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0 || pair.IndexOf(' ', space + 1) >= 0)
            throw new InputException($"{mergesPlace}[{_merges.Count}]: expected two tokens with a space between, found {ErrorText.Quote(pair)}");
        Merge(pair[..space], pair[(space + 1)..]);
    }

    /// <summary>The model, without any of its switches.</summary>
    public BpeModel Build() => new() { Tokens = tokens, Ids = _ids, Merges = _merges };

    private int IdOf(string token) => _ids.TryGetValue(token, out var id)
        ? id
        : throw new InputException($"{mergesPlace}[{_merges.Count}]: expected tokens of the vocabulary, found {ErrorText.Quote(token)}");

    private static Dictionary<string, int> Index(IReadOnlyList<string> tokens, string place)
    {
        var ids = new Dictionary<string, int>(tokens.Count);
        foreach (var (id, token) in tokens.Index())
        {
            if (!ids.TryAdd(token, id))
                throw new InputException($"{place}: expected each token once, found {ErrorText.Quote(token)} as {ids[token]} and {id}");
        }

        return ids;
    }
}
