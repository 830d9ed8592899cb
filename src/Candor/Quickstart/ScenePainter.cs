using SkiaSharp;

namespace Candor.Quickstart;

/// <summary>Draws a scene as a PNG file: the thing in its corner, its dots in the corner across, on its ground.</summary>
internal static class ScenePainter
{
    /// <summary>Rows and columns of a picture.</summary>
    public const int PictureSize = 128;

    private const float NearSide = 0.28f;
    private const float DotRadius = 0.04f;
    private const float DotSpacing = 0.13f;
    private const uint DotColor = 0xD8D8D0;

    /// <summary>The file's bytes.</summary>
    public static byte[] Paint(Scene scene, WorldFacts facts)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(PictureSize, PictureSize, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using (var canvas = new SKCanvas(bitmap))
        {
            canvas.Clear(Opaque(WorldWords.GroundValues[facts.Of(Trait.Ground, scene.Kind)]));
            canvas.Scale(PictureSize);
            Paint(canvas, scene, facts);
        }

        using var data = bitmap.Encode(SKEncodedImageFormat.Png, quality: 100);
        return data.ToArray();
    }

    private static void Paint(SKCanvas canvas, Scene scene, WorldFacts facts)
    {
        var x = scene.Corner % 2 == 0 ? NearSide : 1 - NearSide;
        var y = scene.Corner < 2 ? NearSide : 1 - NearSide;
        using var paint = new SKPaint { IsAntialias = true };
        paint.Color = Shaded(WorldWords.ColorValues[scene.Kind.Color], scene.Shade);
        var radius = WorldWords.SizeValues[facts.Of(Trait.Size, scene.Kind)] * scene.Scale;
        using (var outline = ShapeOutline.Create(scene.Kind.Shape, radius))
        {
            outline.Offset(x + scene.Shift.X, y + scene.Shift.Y);
            canvas.DrawPath(outline, paint);
        }

        paint.Color = Opaque(DotColor);
        var dots = facts.Of(Trait.Company, scene.Kind);
        for (var dot = 0; dot < dots; dot++)
            canvas.DrawCircle(1 - x + ((dot - ((dots - 1) / 2f)) * DotSpacing), 1 - y, DotRadius, paint);
    }

    private static SKColor Opaque(uint rgb) => new(0xFF000000 | rgb);

    private static SKColor Shaded(uint rgb, float shade)
    {
        var color = Opaque(rgb);
        return new SKColor(Part(color.Red), Part(color.Green), Part(color.Blue));

        byte Part(byte value) => (byte)Math.Clamp(MathF.Round(value * (1 + shade)), 0, byte.MaxValue);
    }
}
