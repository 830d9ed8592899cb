namespace Candor.Reports.Facts;

/// <summary>A figure of the paper beside the same quantity measured here.</summary>
/// <param name="Figure">The paper's figure.</param>
/// <param name="Arm">The arm measured here.</param>
/// <param name="Here">The value here in percent (points for a difference); the mean over seeds.</param>
/// <param name="Obstacles">Why the two do not compare; empty where nothing in the logs speaks against it.</param>
public sealed record PaperComparison(PaperFigure Figure, string Arm, double Here, IReadOnlyList<string> Obstacles);
