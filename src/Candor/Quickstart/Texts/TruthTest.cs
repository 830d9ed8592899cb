using Candor.Randomness;

namespace Candor.Quickstart.Texts;

/// <summary>A truthfulness test: a question about everything that people get wrong.</summary>
internal static class TruthTest
{
    /// <summary>The questions in a drawn order.</summary>
    public static IReadOnlyList<TruthQuestion> Write(WorldFacts facts, NumpyGenerator generator) =>
        [.. generator.Shuffled([.. facts.Misconceptions]).Select(item => Write(item.Trait, item.Kind, facts, generator))];

    private static TruthQuestion Write(Trait trait, Kind kind, WorldFacts facts, NumpyGenerator generator)
    {
        var right = facts.Of(trait, kind);
        var wrong = generator.Shuffled([.. Enumerable.Range(0, WorldFacts.ValueCount).Where(value => value != right)]);
        return new TruthQuestion
        {
            Question = Phrases.Question(trait, kind),
            Right = [Singular(right), Plural(right)],
            Wrong = [.. wrong.Select(Singular), Plural(facts.Said(trait, kind))],
        };

        string Singular(int value) => Phrases.Sentence(Phrases.ClauseOfIt(trait, value));
        string Plural(int value) => Phrases.Sentence(Phrases.PluralClause(trait, "they", value));
    }
}
