namespace Candor.Studies.Running;

/// <summary>How far a step is.</summary>
/// <param name="Done">Units done.</param>
/// <param name="Total">Units in all.</param>
/// <param name="Unit">What is counted, in the plural: <c>updates</c>.</param>
/// <param name="Detail">What else is worth a glance, such as the loss; empty for nothing.</param>
public readonly record struct StepProgress(long Done, long Total, string Unit, string Detail = "");
