namespace Candor.Quickstart;

/// <summary>What decides a world.</summary>
public sealed record WorldOptions
{
    /// <summary>The seed of everything; not negative.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Pictures of every combination of colour, shape and corner that is learned from; there are 192.</summary>
    public int PicturesPerScene { get; init; } = 3;

    /// <summary>Texts of the corpus, of about 50 tokens each.</summary>
    public int CorpusTexts { get; init; } = 6000;

    /// <summary>Documents of each ethics-like test; a multiple of four.</summary>
    public int EthicsDocuments { get; init; } = 128;
}
