namespace Candor.Evaluation.Models;

/// <summary>What a result file says about the model that gave the answers.</summary>
public sealed record ModelDescription
{
    /// <summary>As the user named it: a folder, <c>pseudo:7</c>.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 (lower-case hex) over names, dtypes, shapes and bytes of the weights; for other models what identifies them.</summary>
    public required string Digest { get; init; }

    /// <summary>Computing dtype (<c>fp32</c>, <c>bf16</c>), or null where it has no meaning.</summary>
    public string? Dtype { get; init; }

    /// <summary>Number of parameters, or null where it has no meaning.</summary>
    public long? ParameterCount { get; init; }

    /// <summary>Longest input in tokens, or null where it has no meaning.</summary>
    public int? MaxLength { get; init; }

    /// <summary>Digest of the tokenizer, or null where there is none.</summary>
    public string? TokenizerDigest { get; init; }
}
