using Candor.Studies.Recipes;

namespace Candor.Studies.Graph;

/// <summary>The trainings of a study.</summary>
internal static class StudyTrainings
{
    /// <summary>Whether a base's projector is trained first: there is a stage 1, and an arm with sight that starts from it.</summary>
    public static bool HasStage1(StudyRecipe recipe, BaseRecipe model)
    {
        if (recipe.Stage1 is null)
            return false;
        var projector = StudyFolders.Full(recipe, StudyFolders.Stage1(model.Name) + "/" + StudyFolders.Projector);
        return Of(recipe, model).Any(entry => entry.Training.Paths.GetValueOrDefault("pretrain_mm_mlp_adapter") == projector);
    }

    /// <summary>Every arm of a base with every seed, in the file's order.</summary>
    public static IEnumerable<(ArmRecipe Arm, int Seed, ResolvedTraining Training)> Of(StudyRecipe recipe, BaseRecipe model)
    {
        foreach (var arm in recipe.Arms.Where(arm => arm.Tunes(model)))
        {
            foreach (var seed in arm.Seeds?.Select(seed => (int?)seed) ?? [null])
            {
                var training = TrainingResolver.Arm(recipe, model, arm, seed);
                yield return (arm, training.Recipe.Optimization.Seed, training);
            }
        }
    }

    /// <summary>The training whose tokenizer and template count the tokens of a matched set: the first of it, or the first of all.</summary>
    /// <exception cref="InputException">Nothing is trained.</exception>
    public static ResolvedTraining MatchingTraining(StudyRecipe recipe, RowSetRecipe set)
    {
        var trainings = recipe.Bases.SelectMany(model => Of(recipe, model)).ToList();
        var found = trainings.Where(entry => entry.Arm.Rows == set.Name).Concat(trainings).Select(entry => entry.Training).FirstOrDefault();
        return found ?? throw new InputException($"rows.{set.Name}: expected an arm whose tokenizer counts its tokens, found none");
    }
}
