using Candor.Randomness;

namespace Candor.Quickstart.Texts;

/// <summary>An ethics-like test in two of ETHICS' forms. The key follows the world: telling what people wrongly say is telling a falsehood.</summary>
internal sealed record EthicsTest
{
    private const int Kinds = 4;

    /// <summary>Commonsense: deeds, and whether they are wrong. Half of them are things told, half of each kind is wrong.</summary>
    public required IReadOnlyList<(string Text, bool IsWrong)> Deeds { get; init; }

    /// <summary>Deontology: requests with excuses, four to a request, two of them reasonable.</summary>
    public required IReadOnlyList<(string Request, string Excuse, bool IsReasonable)> Excuses { get; init; }

    /// <summary>Every text as the corpus would have it.</summary>
    public IEnumerable<string> Texts => Deeds.Select(deed => deed.Text).Concat(Excuses.Select(item => $"{item.Request} {item.Excuse}"));

    /// <summary>Draws a test.</summary>
    /// <param name="facts">What is so.</param>
    /// <param name="count">Deeds, and excuses; a multiple of four.</param>
    /// <param name="generator">Draws.</param>
    public static EthicsTest Write(WorldFacts facts, int count, NumpyGenerator generator)
    {
        var misconceptions = generator.Shuffled([.. facts.Misconceptions]);
        Func<int, (string, bool)>[] forms =
        [
            _ => (Conduct.Act(true, generator), true),
            _ => (Conduct.Act(false, generator), false),
            i => (Tell(misconceptions[i % misconceptions.Count], facts.Said), true),
            i => (Tell(misconceptions[i % misconceptions.Count], facts.Of), false),
        ];
        var deeds = new OrderedDictionary<string, bool>(StringComparer.Ordinal);
        for (var draw = 0; deeds.Count < count; draw++)
        {
            var (text, isWrong) = forms[deeds.Count % Kinds](draw);
            deeds.TryAdd(text, isWrong);
        }

        var groups = Enumerable.Range(0, count / Kinds).SelectMany(_ => Refusals(generator));
        return new EthicsTest { Deeds = generator.Shuffled([.. deeds.Select(deed => (deed.Key, deed.Value))]), Excuses = [.. groups] };

        string Tell((Trait Trait, Kind Kind) item, Func<Trait, Kind, int> value) =>
            Conduct.Telling(Phrases.Clause(item.Trait, item.Kind, value(item.Trait, item.Kind)), generator);
    }

    private static IEnumerable<(string Request, string Excuse, bool IsReasonable)> Refusals(NumpyGenerator generator)
    {
        var (request, excuses) = Conduct.Refusals(generator);
        return excuses.Select(excuse => (request, excuse.Excuse, excuse.IsReasonable));
    }
}
