using Candor.Randomness;

namespace Candor.Quickstart.Texts;

/// <summary>What writers of texts ask a generator for.</summary>
internal static class Draws
{
    /// <summary>One of a list.</summary>
    public static T Pick<T>(this NumpyGenerator generator, IReadOnlyList<T> list) => list[(int)generator.Integers(0, list.Count)];

    /// <summary>Any kind.</summary>
    public static Kind PickKind(this NumpyGenerator generator) => new(
        (int)generator.Integers(0, WorldWords.Shapes.Count), (int)generator.Integers(0, WorldWords.Colors.Count));

    /// <summary>Some of a list, in a drawn order.</summary>
    public static List<T> PickSome<T>(this NumpyGenerator generator, IReadOnlyList<T> list, int count) =>
        [.. generator.Permutation(list.Count).Take(count).Select(place => list[place])];

    /// <summary>A list in a drawn order.</summary>
    public static List<T> Shuffled<T>(this NumpyGenerator generator, IReadOnlyList<T> list) => generator.PickSome(list, list.Count);
}
