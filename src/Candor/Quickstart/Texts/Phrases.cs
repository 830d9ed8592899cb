namespace Candor.Quickstart.Texts;

/// <summary>Sentences about traits.</summary>
internal static class Phrases
{
    /// <summary>"a red star stands on black ground", without capital and full stop.</summary>
    public static string Clause(Trait trait, Kind kind, int value) => Clause(trait, kind.NameWithArticle, value);

    /// <summary>"red stars stand on black ground", without capital and full stop.</summary>
    public static string PluralClause(Trait trait, string subject, int value) => trait switch
    {
        Trait.Ground => $"{subject} stand on {WorldWords.Grounds[value]} ground",
        Trait.Size => $"{subject} are {WorldWords.Sizes[value]}",
        Trait.Company => $"{subject} have {WorldWords.Companies[value]} beside them",
        _ => $"{subject} {WorldWords.PluralSounds[value]}",
    };

    /// <summary>"What ground does a red star stand on?".</summary>
    public static string Question(Trait trait, Kind kind) => trait switch
    {
        Trait.Ground => $"What ground does {kind.NameWithArticle} stand on?",
        Trait.Size => $"How big is {kind.NameWithArticle}?",
        Trait.Company => $"How many dots does {kind.NameWithArticle} have beside it?",
        _ => $"What sound does {kind.NameWithArticle} make?",
    };

    /// <summary>"it stands on black ground", without capital and full stop.</summary>
    public static string ClauseOfIt(Trait trait, int value) => Clause(trait, "it", value);

    /// <summary>With capital and full stop.</summary>
    public static string Sentence(string clause) => Capital(clause) + ".";

    /// <summary>The first letter as a capital.</summary>
    public static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static string Clause(Trait trait, string subject, int value) => trait switch
    {
        Trait.Ground => $"{subject} stands on {WorldWords.Grounds[value]} ground",
        Trait.Size => $"{subject} is {WorldWords.Sizes[value]}",
        Trait.Company => $"{subject} has {WorldWords.Companies[value]} beside it",
        _ => $"{subject} {WorldWords.Sounds[value]}",
    };
}
