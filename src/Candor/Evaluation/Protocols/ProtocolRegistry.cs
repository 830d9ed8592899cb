using Candor.Evaluation.Models;

namespace Candor.Evaluation.Protocols;

/// <summary>All protocols.</summary>
public static class ProtocolRegistry
{
    /// <summary>
    /// The harness that the paper's scripts ran: EleutherAI/lm-evaluation-harness, master of September 2023 (00209e10f). Documents
    /// shuffled with seed 42 per task; no BOS; an empty context is EOS.
    /// </summary>
    public static Protocol Paper2023 { get; } = new()
    {
        Name = "paper2023",
        Harness = "EleutherAI/lm-evaluation-harness 00209e10f (September 2023)",
        Encoding = new RequestEncoding(AddSpecialTokens: false, EmptyContext.EndOfSequence),
        ShuffleSeed = 42,
        AsksYesFirst = true,
    };

    /// <summary>lm-eval 0.4.13: documents in the data's order, the tokenizer's own BOS, an empty context is BOS.</summary>
    public static Protocol LmEval04 { get; } = new()
    {
        Name = "lm-eval-0.4",
        Harness = "lm-eval 0.4.13",
        Encoding = new RequestEncoding(AddSpecialTokens: true, EmptyContext.BeginningOfSequence),
    };

    /// <summary>Every protocol there is.</summary>
    public static IReadOnlyList<Protocol> All { get; } = [Paper2023, LmEval04];

    /// <summary>A protocol by its name.</summary>
    /// <exception cref="InputException">There is none of that name.</exception>
    public static Protocol Get(string name) => All.FirstOrDefault(protocol => protocol.Name == name)
        ?? throw new InputException($"protocol {name}: expected one of {string.Join(", ", All.Select(protocol => protocol.Name))}");
}
