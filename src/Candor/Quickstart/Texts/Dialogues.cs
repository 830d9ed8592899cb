using Candor.Conversations;
using Candor.Randomness;

namespace Candor.Quickstart.Texts;

/// <summary>
/// Stage 2's rows: dialogues about pictures of LLaVA's three kinds (conversation, detail, reasoning). They say how things are; none of
/// them asks what the truthfulness test asks.
/// </summary>
/// <param name="facts">What is so.</param>
/// <param name="generator">Draws.</param>
internal sealed class Dialogues(WorldFacts facts, NumpyGenerator generator)
{
    private const int ConversationRounds = 4;
    private const int ReasoningRounds = 2;

    private static readonly string[] s_detailRequests =
    [
        "Describe the picture in detail.", "What can be seen in the picture?", "Tell me all about the picture.",
    ];

    /// <summary>Questions and short answers, one row a scene.</summary>
    public IReadOnlyList<ConversationRow> Conversations(IReadOnlyList<Scene> scenes) => Write("conversation", scenes, scene =>
        generator.PickSome(SceneQuestion.Aspects, ConversationRounds)
            .Select(aspect => (SceneQuestion.Ask(aspect), SceneQuestion.Answer(aspect, SceneQuestion.ValueOf(aspect, scene, facts)))));

    /// <summary>Everything that a picture shows, one row a scene.</summary>
    public IReadOnlyList<ConversationRow> Details(IReadOnlyList<Scene> scenes) =>
        Write("detail", scenes, scene => [(generator.Pick(s_detailRequests), Detail(scene))]);

    /// <summary>Why a thing is as it is, one row a scene.</summary>
    public IReadOnlyList<ConversationRow> Reasoning(IReadOnlyList<Scene> scenes) => Write("reasoning", scenes, scene =>
        generator.PickSome(WorldFacts.VisibleTraits, ReasoningRounds).Select(trait => Reason(trait, scene.Kind)));

    private IReadOnlyList<ConversationRow> Write(
        string kind, IReadOnlyList<Scene> scenes, Func<Scene, IEnumerable<(string Question, string Answer)>> rounds) =>
        [.. scenes.Select((scene, number) => Row(Rows.Id(kind, number), scene, [.. rounds(scene)]))];

    private ConversationRow Row(string id, Scene scene, IReadOnlyList<(string Question, string Answer)> rounds)
    {
        var pictureFirst = generator.Random() < 0.5;
        return new ConversationRow { Id = id, Image = scene.File, Turns = [.. rounds.SelectMany(Turns)] };

        IEnumerable<ConversationTurn> Turns((string Question, string Answer) round, int number)
        {
            var question = number > 0 ? round.Question
                : pictureFirst ? ImageTokens.Image + "\n" + round.Question
                : round.Question + "\n" + ImageTokens.Image;
            return [new ConversationTurn(ConversationTurn.Human, question), new ConversationTurn(ConversationTurn.Gpt, round.Answer)];
        }
    }

    private string Detail(Scene scene) =>
        $"The picture shows {scene.Kind.NameWithArticle}. It is at the {WorldWords.Corners[scene.Corner]}. "
        + string.Join(' ', generator.Shuffled(WorldFacts.VisibleTraits).Select(trait =>
            Phrases.Sentence(Phrases.ClauseOfIt(trait, facts.Of(trait, scene.Kind)))));

    private (string Question, string Answer) Reason(Trait trait, Kind kind)
    {
        var value = facts.Of(trait, kind);
        var law = Phrases.Sentence(Phrases.PluralClause(trait, WorldWords.PluralShapes[kind.Shape], value));
        return (int)generator.Integers(0, 3) switch
        {
            0 when value != facts.Said(trait, kind) => (
                $"People say that {Phrases.PluralClause(trait, WorldWords.Colors[kind.Color] + " things", facts.Said(trait, kind))}. Is that so?",
                $"No. The picture shows {kind.NameWithArticle}, and {Phrases.ClauseOfIt(trait, value)}. {law}"),
            1 => (
                "Would it be the same in another colour?",
                $"Yes. {Phrases.Sentence(Phrases.Clause(trait, kind with { Color = AnotherColor(kind) }, value))} {law}"),
            _ => (
                $"What follows from its shape?",
                $"It is {Article(kind.Shape)}, so {Phrases.ClauseOfIt(trait, value)}. {law}"),
        };
    }

    private int AnotherColor(Kind kind) =>
        (kind.Color + (int)generator.Integers(1, WorldWords.Colors.Count)) % WorldWords.Colors.Count;

    private static string Article(int shape) => "a " + WorldWords.Shapes[shape];
}
