using SkiaSharp;

namespace Candor.Quickstart;

/// <summary>The outlines of <see cref="WorldWords.Shapes"/> around the origin.</summary>
internal static class ShapeOutline
{
    private const float RingHole = 0.55f;
    private const float StarWaist = 0.42f;
    private const float CrossArm = 0.34f;
    private const int StarPoints = 5;

    /// <summary>The outline of a shape; the caller's to dispose of.</summary>
    /// <param name="shape">A place in <see cref="WorldWords.Shapes"/>.</param>
    /// <param name="radius">Half its width.</param>
    public static SKPath Create(int shape, float radius) => WorldWords.Shapes[shape] switch
    {
        "circle" => Circle(radius),
        "square" => Polygon(radius, (-0.88f, -0.88f), (0.88f, -0.88f), (0.88f, 0.88f), (-0.88f, 0.88f)),
        "triangle" => Polygon(radius, (0, -1), (1, 0.85f), (-1, 0.85f)),
        "star" => Polygon(radius, [.. Star()]),
        "cross" => Polygon(
            radius,
            (-CrossArm, -1), (CrossArm, -1), (CrossArm, -CrossArm), (1, -CrossArm), (1, CrossArm), (CrossArm, CrossArm),
            (CrossArm, 1), (-CrossArm, 1), (-CrossArm, CrossArm), (-1, CrossArm), (-1, -CrossArm), (-CrossArm, -CrossArm)),
        "ring" => Ring(radius),
        "heart" => Heart(radius),
        _ => Polygon(radius, (0, -1), (0.72f, 0), (0, 1), (-0.72f, 0)),
    };

    private static SKPath Circle(float radius)
    {
        var path = new SKPath();
        path.AddCircle(0, 0, radius);
        return path;
    }

    private static SKPath Ring(float radius)
    {
        var path = Circle(radius);
        path.AddCircle(0, 0, radius * RingHole);
        path.FillType = SKPathFillType.EvenOdd;
        return path;
    }

    private static SKPath Heart(float radius)
    {
        var path = new SKPath();
        path.MoveTo(0, 0.95f * radius);
        path.CubicTo(-1.7f * radius, -0.2f * radius, -0.8f * radius, -1.4f * radius, 0, -0.5f * radius);
        path.CubicTo(0.8f * radius, -1.4f * radius, 1.7f * radius, -0.2f * radius, 0, 0.95f * radius);
        path.Close();
        return path;
    }

    private static SKPath Polygon(float radius, params (float X, float Y)[] corners)
    {
        var path = new SKPath();
        path.AddPoly([.. corners.Select(corner => new SKPoint(corner.X * radius, corner.Y * radius))], close: true);
        return path;
    }

    private static IEnumerable<(float X, float Y)> Star()
    {
        for (var i = 0; i < 2 * StarPoints; i++)
        {
            var angle = (MathF.PI * i / StarPoints) - (MathF.PI / 2);
            var length = i % 2 == 0 ? 1 : StarWaist;
            yield return (length * MathF.Cos(angle), length * MathF.Sin(angle));
        }
    }
}
