using Candor.Studies.Manifest;
using Candor.Studies.Recipes;

namespace Candor.Studies.Graph;

/// <summary>The models of a study by name, before anything has run.</summary>
public static class StudyArms
{
    /// <summary>Bases first, then what is made of them, with the folders that results will have.</summary>
    public static IReadOnlyList<StudyArm> Of(StudyRecipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        return new StudyContents(recipe, StudyGraph.Build(recipe).Steps).Arms([]);
    }
}
