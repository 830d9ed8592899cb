using Candor.Randomness;

namespace Candor.Quickstart.Texts;

/// <summary>A question about a held-out picture with four answers to choose from.</summary>
internal sealed record PictureQuestion
{
    private const int ChoiceCount = 4;

    /// <summary>The picture's file, in the folder of held-out pictures.</summary>
    public required string Image { get; init; }

    /// <summary>What is asked for.</summary>
    public required SceneAspect Aspect { get; init; }

    /// <summary>The question.</summary>
    public required string Question { get; init; }

    /// <summary>The answers.</summary>
    public required IReadOnlyList<string> Choices { get; init; }

    /// <summary>The place of the right one, from 0.</summary>
    public required int Answer { get; init; }

    /// <summary>Questions about shape, colour, corner and, in turn, one of the other aspects of every scene.</summary>
    public static IEnumerable<PictureQuestion> Write(IReadOnlyList<Scene> scenes, WorldFacts facts, NumpyGenerator generator)
    {
        SceneAspect[] inTurn = [SceneAspect.Ground, SceneAspect.Size, SceneAspect.Company];
        foreach (var (number, scene) in scenes.Index())
        {
            SceneAspect[] aspects = [SceneAspect.Shape, SceneAspect.Color, SceneAspect.Corner, inTurn[number % inTurn.Length]];
            foreach (var (place, aspect) in aspects.Index())
                yield return Write(scene, aspect, (number + place) % ChoiceCount, facts, generator);
        }
    }

    private static PictureQuestion Write(Scene scene, SceneAspect aspect, int answer, WorldFacts facts, NumpyGenerator generator)
    {
        var right = SceneQuestion.ValueOf(aspect, scene, facts);
        var others = Enumerable.Range(0, SceneQuestion.CountValues(aspect)).Where(value => value != right).ToList();
        var values = generator.PickSome(others, ChoiceCount - 1);
        values.Insert(answer, right);
        return new PictureQuestion
        {
            Image = scene.File,
            Aspect = aspect,
            Question = SceneQuestion.Ask(aspect),
            Choices = [.. values.Select(value => SceneQuestion.Answer(aspect, value))],
            Answer = answer,
        };
    }
}
