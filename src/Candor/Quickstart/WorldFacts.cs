using Candor.Randomness;

namespace Candor.Quickstart;

/// <summary>
/// How things are, and what people say. A thing's traits follow from its shape; people say that they follow from its colour. Every value
/// of a trait belongs to two shapes and is said of two colours, so no answer is right more often than another.
/// </summary>
internal sealed class WorldFacts
{
    /// <summary>Values of every trait.</summary>
    public const int ValueCount = 4;

    private readonly int[][] _byShape;
    private readonly int[][] _byColor;

    /// <summary>Draws both tables.</summary>
    public WorldFacts(NumpyGenerator generator)
    {
        _byShape = [.. Traits.Select(_ => Table(WorldWords.Shapes.Count, generator))];
        _byColor = [.. Traits.Select(_ => Table(WorldWords.Colors.Count, generator))];
    }

    /// <summary>All traits in order.</summary>
    public static IReadOnlyList<Trait> Traits { get; } = [Trait.Ground, Trait.Size, Trait.Company, Trait.Sound];

    /// <summary>The traits that a picture shows.</summary>
    public static IReadOnlyList<Trait> VisibleTraits { get; } = [Trait.Ground, Trait.Size, Trait.Company];

    /// <summary>The value that a trait has.</summary>
    public int Of(Trait trait, Kind kind) => OfShape(trait, kind.Shape);

    /// <summary>The value that a trait has in all things of a shape.</summary>
    public int OfShape(Trait trait, int shape) => _byShape[(int)trait][shape];

    /// <summary>The value that people say a trait has.</summary>
    public int Said(Trait trait, Kind kind) => SaidOfColor(trait, kind.Color);

    /// <summary>The value that people say a trait has in all things of a colour.</summary>
    public int SaidOfColor(Trait trait, int color) => _byColor[(int)trait][color];

    /// <summary>What people get wrong, in a fixed order: a quarter of what they say happens to be so.</summary>
    public IEnumerable<(Trait Trait, Kind Kind)> Misconceptions =>
        from trait in Traits
        from kind in Kind.All
        where Of(trait, kind) != Said(trait, kind)
        select (trait, kind);

    private static int[] Table(int count, NumpyGenerator generator) => [.. generator.Permutation(count).Select(place => place % ValueCount)];
}
