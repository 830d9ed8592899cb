namespace Candor.Quickstart.Texts;

/// <summary>Questions about a scene that name nothing of it, so that only the picture answers them.</summary>
internal static class SceneQuestion
{
    /// <summary>All aspects in order.</summary>
    public static IReadOnlyList<SceneAspect> Aspects { get; } =
        [SceneAspect.Shape, SceneAspect.Color, SceneAspect.Corner, SceneAspect.Ground, SceneAspect.Size, SceneAspect.Company];

    /// <summary>The question.</summary>
    public static string Ask(SceneAspect aspect) => aspect switch
    {
        SceneAspect.Shape => "What shape is it?",
        SceneAspect.Color => "What colour is it?",
        SceneAspect.Corner => "Where is it?",
        SceneAspect.Ground => "What ground does it stand on?",
        SceneAspect.Size => "How big is it?",
        _ => "How many dots are beside it?",
    };

    /// <summary>The answer with a value.</summary>
    public static string Answer(SceneAspect aspect, int value) => Phrases.Sentence(aspect switch
    {
        SceneAspect.Shape => $"it is a {WorldWords.Shapes[value]}",
        SceneAspect.Color => $"it is {WorldWords.Colors[value]}",
        SceneAspect.Corner => $"it is at the {WorldWords.Corners[value]}",
        SceneAspect.Ground => Phrases.ClauseOfIt(Trait.Ground, value),
        SceneAspect.Size => Phrases.ClauseOfIt(Trait.Size, value),
        _ => Phrases.ClauseOfIt(Trait.Company, value),
    });

    /// <summary>The value by itself.</summary>
    public static string Word(SceneAspect aspect, int value) => aspect switch
    {
        SceneAspect.Shape => WorldWords.Shapes[value],
        SceneAspect.Color => WorldWords.Colors[value],
        SceneAspect.Corner => WorldWords.Corners[value],
        SceneAspect.Ground => WorldWords.Grounds[value],
        SceneAspect.Size => WorldWords.Sizes[value],
        _ => WorldWords.Companies[value],
    };

    /// <summary>Number of values.</summary>
    public static int CountValues(SceneAspect aspect) => aspect switch
    {
        SceneAspect.Shape => WorldWords.Shapes.Count,
        SceneAspect.Color => WorldWords.Colors.Count,
        SceneAspect.Corner => WorldWords.Corners.Count,
        _ => WorldFacts.ValueCount,
    };

    /// <summary>What a scene has.</summary>
    public static int ValueOf(SceneAspect aspect, Scene scene, WorldFacts facts) => aspect switch
    {
        SceneAspect.Shape => scene.Kind.Shape,
        SceneAspect.Color => scene.Kind.Color,
        SceneAspect.Corner => scene.Corner,
        SceneAspect.Ground => facts.Of(Trait.Ground, scene.Kind),
        SceneAspect.Size => facts.Of(Trait.Size, scene.Kind),
        _ => facts.Of(Trait.Company, scene.Kind),
    };
}
