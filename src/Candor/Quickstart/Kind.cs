namespace Candor.Quickstart;

/// <summary>A kind of thing: red stars.</summary>
/// <param name="Shape">A place in <see cref="WorldWords.Shapes"/>.</param>
/// <param name="Color">A place in <see cref="WorldWords.Colors"/>.</param>
internal readonly record struct Kind(int Shape, int Color)
{
    /// <summary>All 64, in a fixed order.</summary>
    public static IEnumerable<Kind> All =>
        from shape in Enumerable.Range(0, WorldWords.Shapes.Count)
        from color in Enumerable.Range(0, WorldWords.Colors.Count)
        select new Kind(shape, color);

    /// <summary>"red star".</summary>
    public string Name => $"{WorldWords.Colors[Color]} {WorldWords.Shapes[Shape]}";

    /// <summary>"a red star".</summary>
    public string NameWithArticle => $"{(WorldWords.Colors[Color] == "orange" ? "an" : "a")} {Name}";

    /// <summary>"red stars".</summary>
    public string PluralName => $"{WorldWords.Colors[Color]} {WorldWords.PluralShapes[Shape]}";
}
