namespace Candor.Cli.Terminals;

/// <summary>How far a piece of long work is.</summary>
/// <param name="Stage">What is being done, such as a task's name.</param>
/// <param name="Done">Units done.</param>
/// <param name="Total">Units in all.</param>
/// <param name="Unit">What is counted, in the plural: <c>requests</c>.</param>
internal readonly record struct WorkProgress(string Stage, long Done, long Total, string Unit)
{
    /// <summary>What else is worth a glance, such as the loss; empty for nothing.</summary>
    public string Detail { get; init; } = "";
}
