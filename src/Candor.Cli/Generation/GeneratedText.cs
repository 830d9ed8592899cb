namespace Candor.Cli.Generation;

/// <summary>What decoding gave.</summary>
internal sealed record GeneratedText
{
    /// <summary>Ids of the prompt, BOS included.</summary>
    public required IReadOnlyList<int> PromptIds { get; init; }

    /// <summary>New ids; the EOS that ended them is one of them.</summary>
    public required IReadOnlyList<int> Ids { get; init; }

    /// <summary>The new text without special tokens, or null where the folder has no tokenizer.</summary>
    public string? Text { get; init; }

    /// <summary>Natural log-probability of each new id.</summary>
    public required IReadOnlyList<float> LogProbabilities { get; init; }

    /// <summary>Natural log-probability of each id of the prompt given those before it; null for the first.</summary>
    public required IReadOnlyList<float?> PromptLogProbabilities { get; init; }

    /// <summary>Whether an end-of-sequence id ended it, rather than the limit.</summary>
    public required bool StoppedByEos { get; init; }
}
