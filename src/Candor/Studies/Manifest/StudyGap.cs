namespace Candor.Studies.Manifest;

/// <summary>A step that has no result, and why.</summary>
/// <param name="Step">The step's name.</param>
/// <param name="Reason">One line.</param>
public sealed record StudyGap(string Step, string Reason);
