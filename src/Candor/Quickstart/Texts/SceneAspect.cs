namespace Candor.Quickstart.Texts;

/// <summary>What can be asked about a scene.</summary>
internal enum SceneAspect
{
    Shape,
    Color,
    Corner,
    Ground,
    Size,
    Company,
}
