namespace Candor.Quickstart;

/// <summary>What a picture shows: one thing in one corner.</summary>
internal sealed record Scene
{
    /// <summary>The picture's file in its folder; training and held-out pictures have folders of their own.</summary>
    public required string File { get; init; }

    /// <summary>What is shown.</summary>
    public required Kind Kind { get; init; }

    /// <summary>A place in <see cref="WorldWords.Corners"/>.</summary>
    public required int Corner { get; init; }

    /// <summary>How far the thing's middle is from its corner's middle, as a share of the picture's width: right, down.</summary>
    public required (float X, float Y) Shift { get; init; }

    /// <summary>Factor of the thing's size, near 1.</summary>
    public required float Scale { get; init; }

    /// <summary>How much lighter or darker the thing is drawn, as a share.</summary>
    public required float Shade { get; init; }
}
