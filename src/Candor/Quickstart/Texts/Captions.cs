using Candor.Conversations;
using Candor.Randomness;

namespace Candor.Quickstart.Texts;

/// <summary>Stage 1's rows: a picture and its caption.</summary>
internal static class Captions
{
    private static readonly string[] s_requests =
    [
        "Describe the picture in short.", "What does the picture show?", "Give a caption of the picture.",
    ];

    /// <summary>One row a scene.</summary>
    public static IEnumerable<ConversationRow> Write(IReadOnlyList<Scene> scenes, WorldFacts facts, NumpyGenerator generator) =>
        scenes.Select((scene, number) => new ConversationRow
        {
            Id = Rows.Id("caption", number),
            Image = scene.File,
            Turns =
            [
                new ConversationTurn(ConversationTurn.Human, generator.Pick(s_requests) + "\n" + ImageTokens.Image),
                new ConversationTurn(ConversationTurn.Gpt, Caption(scene, facts)),
            ],
        });

    private static string Caption(Scene scene, WorldFacts facts) =>
        $"There is {scene.Kind.NameWithArticle} at the {WorldWords.Corners[scene.Corner]}. "
        + string.Join(' ', WorldFacts.VisibleTraits.Select(trait =>
            Phrases.Sentence(Phrases.ClauseOfIt(trait, facts.Of(trait, scene.Kind)))));
}
