namespace Candor.Evaluation.Comparison;

/// <summary>How a task was asked. Scores compare only where these agree.</summary>
public sealed record TaskSettings
{
    /// <summary>The protocol's name.</summary>
    public required string Protocol { get; init; }

    /// <summary>Name and hash of the chat template and the system instruction, or null where the prompt was given as it is.</summary>
    public string? Template { get; init; }

    /// <summary>What was shown in place of the data's pictures (<c>blank</c>), or null where they were shown themselves or there are none.</summary>
    public string? ShownImages { get; init; }

    /// <summary>SHA-256 of the data files, or null where the logs have none.</summary>
    public string? DataSha256 { get; init; }

    /// <summary>The task's version as logged.</summary>
    public string? Version { get; init; }

    /// <summary>Examples in the prompt, or null where the logs do not say.</summary>
    public int? Shots { get; init; }
}
