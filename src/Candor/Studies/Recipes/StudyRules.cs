using Candor.Evaluation.Protocols;
using Candor.Evaluation.Tasks;
using Candor.Studies.Graph;
using Candor.Training.Recipes;

namespace Candor.Studies.Recipes;

/// <summary>What the parts of a study must hold together.</summary>
internal static class StudyRules
{
    /// <exception cref="InputException">A name that stands for nothing, sets made of each other, or options that contradict.</exception>
    public static void Check(StudyRecipe recipe, StudySection root)
    {
        if (recipe.Bases.Count == 0)
            throw root.Unexpected("bases", "at least one base model");
        var sets = recipe.RowSets.Select(set => set.Name).ToList();
        foreach (var set in recipe.RowSets)
        {
            foreach (var name in set.MatchedWith.Append(set.Source).OfType<string>())
                Require(sets, name, $"rows.{set.Name}", "set of rows");
            if (set.MatchedWith.Contains(set.Name, StringComparer.Ordinal))
                throw new InputException($"rows.{set.Name}.match_supervised_tokens_with: expected other sets, found itself");
            if (set.MatchedWith.Count > 0 && set.Data is null)
                throw new InputException($"rows.{set.Name}.match_supervised_tokens_with: expected beside data_path");
        }

        RefuseCircles(recipe);
        if (recipe.Stage1 is { } stage)
            Require(sets, stage.Rows, "stage1.rows", "set of rows");
        var bases = recipe.Bases.Select(model => model.Name).ToList();
        foreach (var arm in recipe.Arms)
        {
            Require(sets, arm.Rows, $"arms.{arm.Name}.rows", "set of rows");
            foreach (var name in arm.Bases ?? [])
                Require(bases, name, $"arms.{arm.Name}.bases", "base");
        }

        CheckTasks(recipe.Evaluation);
        CheckOptions(recipe);
    }

    /// <summary>A task may be one that is not built yet, but not one that nobody has heard of.</summary>
    private static void CheckTasks(EvaluationRecipe evaluation)
    {
        var known = TaskRegistry.All.Select(task => task.Name).Concat(StudyTasks.Planned).ToList();
        foreach (var task in evaluation.Tasks.Where(task => !StudyTasks.Exists(task, ProtocolRegistry.Get(evaluation.Protocol))))
            Require(known, task, "evaluation.tasks", "task");
        foreach (var task in evaluation.Pictures)
            Require(known, task, "evaluation.pictures", "task");
        foreach (var task in TaskRegistry.All)
        {
            var (place, other) = StudyTasks.HasPictures(task) ? (evaluation.Tasks, "pictures") : (evaluation.Pictures, "tasks");
            if (place.Contains(task.Name, StringComparer.Ordinal))
                throw new InputException($"evaluation: {task.Name}: expected among {other}");
        }
    }

    /// <summary>Every training is put together once, so that a wrong value is told with its line before anything runs.</summary>
    private static void CheckOptions(StudyRecipe recipe)
    {
        foreach (var model in recipe.Bases)
        {
            if (recipe.Stage1 is not null && model.VisionTower is not null)
                TrainingResolver.Stage1(recipe, model);
            foreach (var arm in recipe.Arms.Where(arm => arm.Tunes(model)))
                TrainingResolver.Arm(recipe, model, arm, arm.Seeds?[0]);
        }
    }

    private static void RefuseCircles(StudyRecipe recipe)
    {
        foreach (var set in recipe.RowSets)
        {
            var at = set;
            for (var steps = 0; at.Source is { } source; steps++)
            {
                if (steps > recipe.RowSets.Count)
                    throw new InputException($"rows.{set.Name}: expected to be made of a file in the end, found that it is made of itself");
                at = recipe.RowSet(source);
            }
        }
    }

    /// <summary>Refuses a name that stands for nothing.</summary>
    /// <exception cref="InputException">Names the nearest that does.</exception>
    public static void Require(IEnumerable<string> names, string name, string where, string kind)
    {
        if (!names.Contains(name, StringComparer.Ordinal))
            throw new InputException($"{where}: {name}: no such {kind}; the nearest is {NearestName.Of(name, names)}");
    }
}
