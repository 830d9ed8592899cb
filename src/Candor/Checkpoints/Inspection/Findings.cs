namespace Candor.Checkpoints.Inspection;

/// <summary>What lies at a path, before it is summed up.</summary>
internal sealed record Findings
{
    public required string Path { get; init; }

    public required ITensorSource? Source { get; init; }

    public ConfigObject? Config { get; init; }

    public AdapterReport? Adapter { get; init; }

    public required IReadOnlyList<string> FileNames { get; init; }

    public IReadOnlyList<string> Tokenizer { get; init; } = [];

    public IReadOnlyList<string> Problems { get; init; } = [];
}
