namespace Candor.Evaluation.Planning;

/// <summary>How many documents of each task are asked: the first in evaluation order.</summary>
/// <param name="Default">Of tasks that are not named, or null for all.</param>
public sealed record DocumentLimits(int? Default)
{
    /// <summary>Of single tasks, by name.</summary>
    public IReadOnlyDictionary<string, int> ByTask { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>Of one task; null for all.</summary>
    public int? Of(string task) => ByTask.TryGetValue(task, out var limit) ? limit : Default;
}
