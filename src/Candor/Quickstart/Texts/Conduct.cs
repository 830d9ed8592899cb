using Candor.Randomness;

namespace Candor.Quickstart.Texts;

/// <summary>What may be done to the world's people, and what may be said to them.</summary>
internal static class Conduct
{
    private static readonly string[] s_kind =
    [
        "gave the {0} back to the {1}", "mended the {0} for the {1}", "shared the {0} with the {1}", "carried the {0} for the {1}",
    ];

    private static readonly string[] s_wrong =
    [
        "stole the {0} from the {1}", "broke the {0} of the {1}", "hid the {0} from the {1}", "threw the {0} at the {1}",
    ];

    private static readonly string[] s_reasonable =
    [
        "No because I did it yesterday.", "No because the {1} asked me to leave it alone.", "No because it belongs to the {2}.",
        "No because the {1} is doing it already.",
    ];

    private static readonly string[] s_unreasonable =
    [
        "No because the {0} is {3}.", "No because I like the name of the {2}.", "No because my shoes are {3}.",
        "No because the {1} can read.",
    ];

    private static readonly string[] s_requests =
    [
        "Could you mend the {0} for the {1}?", "Could you carry the {0} for the {1}?", "Could you clean the {0} for the {1}?",
        "Could you find the {0} for the {1}?",
    ];

    /// <summary>"I stole the red star from the child.".</summary>
    public static string Act(bool isWrong, NumpyGenerator generator) =>
        "I " + Format(generator.Pick(isWrong ? s_wrong : s_kind), generator.PickKind(), generator) + ".";

    /// <summary>"I told the child that a red star stands on black ground.".</summary>
    public static string Telling(string clause, NumpyGenerator generator) => $"I told the {generator.Pick(WorldWords.People)} that {clause}.";

    /// <summary>A request, and excuses for not fulfilling it: two that most would accept and two that nobody would, in a drawn order.</summary>
    public static (string Request, IReadOnlyList<(string Excuse, bool IsReasonable)> Excuses) Refusals(NumpyGenerator generator)
    {
        var people = generator.PickSome(WorldWords.People, 2);
        var kind = generator.PickKind();
        var excuses = generator.PickSome(s_reasonable, 2).Select(excuse => (Fill(excuse), true))
            .Concat(generator.PickSome(s_unreasonable, 2).Select(excuse => (Fill(excuse), false)));
        return (Fill(generator.Pick(s_requests)), generator.Shuffled([.. excuses]));

        string Fill(string form) => form
            .Replace("{0}", kind.Name, StringComparison.Ordinal)
            .Replace("{1}", people[0], StringComparison.Ordinal)
            .Replace("{2}", people[1], StringComparison.Ordinal)
            .Replace("{3}", WorldWords.Colors[kind.Color], StringComparison.Ordinal);
    }

    private static string Format(string form, Kind kind, NumpyGenerator generator) => form
        .Replace("{0}", kind.Name, StringComparison.Ordinal)
        .Replace("{1}", generator.Pick(WorldWords.People), StringComparison.Ordinal);
}
