namespace Candor.Checkpoints;

/// <summary>How a checkpoint's tensors fit its configuration.</summary>
public sealed record CheckpointMatch
{
    private const int ShownNames = 5;

    /// <summary>The weights found, by the model's names in ordinal order; an entry's own name is the one in the file.</summary>
    public required IReadOnlyDictionary<string, TensorEntry> Weights { get; init; }

    /// <summary>Expected weights that no file holds.</summary>
    public required IReadOnlyList<string> Missing { get; init; }

    /// <summary>Stored tensors that the model has no place for.</summary>
    public required IReadOnlyList<string> Unexpected { get; init; }

    /// <summary>One line for each weight whose shape or dtype is wrong.</summary>
    public required IReadOnlyList<string> Wrong { get; init; }

    /// <summary>Stored tensors that are not read, on purpose: rotary tables, the output matrix of a tied model.</summary>
    public required IReadOnlyList<string> SetAside { get; init; }

    /// <summary>What does not fit, a line for each kind; empty where everything does.</summary>
    public IReadOnlyList<string> Problems =>
    [
        .. Line("missing weights", Missing, ErrorText.Name),
        .. Line("unexpected tensors", Unexpected, ErrorText.Name),
        .. Line("wrong weights", Wrong, line => line),
    ];

    /// <summary>Refuses a checkpoint that does not fit.</summary>
    /// <param name="place">The checkpoint, for the message.</param>
    /// <param name="configuration">What the weights have to fit, for the message.</param>
    /// <exception cref="InputException">Something is missing, unexpected or wrong.</exception>
    public void ThrowIfBad(string place, string configuration = "config.json")
    {
        if (Problems is { Count: > 0 } problems)
            throw new InputException($"{place}: expected weights that fit {configuration}, found {string.Join("; ", problems)}");
    }

    private static IEnumerable<string> Line(string kind, IReadOnlyCollection<string> items, Func<string, string> show)
    {
        if (items.Count == 0)
            yield break;
        var more = items.Count > ShownNames ? $" and {items.Count - ShownNames} more" : "";
        yield return $"{kind}: {string.Join(", ", items.Take(ShownNames).Select(show))}{more}";
    }
}
