using System.Globalization;
using Candor.Randomness;

namespace Candor.Quickstart;

/// <summary>
/// The scenes of a world. Every kind is kept out of one corner while models learn; these 64 combinations of colour, shape and corner are
/// the held-out scenes, every corner 16 times, so that no held-out picture is a learned one drawn again.
/// </summary>
internal sealed record SceneSet
{
    private const float MaxShift = 0.035f;
    private const float MaxScale = 0.06f;
    private const float MaxShade = 0.08f;

    /// <summary>Scenes to learn from, in a drawn order.</summary>
    public required IReadOnlyList<Scene> Training { get; init; }

    /// <summary>Scenes to ask about.</summary>
    public required IReadOnlyList<Scene> HeldOut { get; init; }

    /// <summary>Draws the scenes.</summary>
    /// <param name="picturesPerScene">Pictures of every combination that is learned from.</param>
    /// <param name="generator">Draws.</param>
    public static SceneSet Draw(int picturesPerScene, NumpyGenerator generator)
    {
        var turn = generator.Permutation(WorldWords.Shapes.Count);
        List<(Kind Kind, int Corner)> training = [], heldOut = [];
        foreach (var kind in Kind.All)
        {
            for (var corner = 0; corner < WorldWords.Corners.Count; corner++)
            {
                // The corners of a shape's colours go round, from another start for each shape.
                var isHeldOut = (kind.Color + turn[kind.Shape]) % WorldWords.Corners.Count == corner;
                (isHeldOut ? heldOut : training).Add((kind, corner));
            }
        }

        (Kind Kind, int Corner)[] repeated = [.. Enumerable.Repeat(training, picturesPerScene).SelectMany(scenes => scenes)];
        generator.Shuffle<(Kind, int)>(repeated);
        return new SceneSet
        {
            Training = [.. repeated.Select((scene, number) => Draw(number, scene.Kind, scene.Corner, generator))],
            HeldOut = [.. heldOut.Select((scene, number) => Draw(number, scene.Kind, scene.Corner, generator))],
        };
    }

    private static Scene Draw(int number, Kind kind, int corner, NumpyGenerator generator) => new()
    {
        File = string.Create(CultureInfo.InvariantCulture, $"{number:d4}.png"),
        Kind = kind,
        Corner = corner,
        Shift = (Around(0, MaxShift, generator), Around(0, MaxShift, generator)),
        Scale = Around(1, MaxScale, generator),
        Shade = Around(0, MaxShade, generator),
    };

    private static float Around(float middle, float most, NumpyGenerator generator) => (float)generator.Uniform(middle - most, middle + most);
}
