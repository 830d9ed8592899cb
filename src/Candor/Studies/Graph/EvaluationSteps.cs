using System.Globalization;
using Candor.Conversations.Templates;
using Candor.Evaluation.Protocols;
using Candor.Evaluation.Tasks;
using Candor.Studies.Recipes;

namespace Candor.Studies.Graph;

/// <summary>Makes the steps that ask models.</summary>
/// <param name="recipe">The study.</param>
/// <param name="places">What earlier steps make.</param>
internal sealed class EvaluationSteps(StudyRecipe recipe, StepPlaces places)
{
    private readonly EvaluationRecipe _evaluation = recipe.Evaluation;

    /// <summary>A base, asked in text alone.</summary>
    public IEnumerable<StudyStep> OfBase(BaseRecipe model)
    {
        if (_evaluation.Tasks.Count == 0)
            yield break;
        var isPseudo = StudyTasks.IsPseudo(model);
        yield return Step(new EvaluationWork
        {
            ModelName = model.Name,
            BaseName = model.Name,
            Model = isPseudo ? model.Model.Text : model.Model.FullPath,
            Tasks = _evaluation.Tasks,
            Settings = _evaluation,
            Folder = StudyFolders.Full(recipe, StudyFolders.Evaluation(model.Name)),
        });
    }

    /// <summary>A trained model: in text, if it sees with pictures as well, and again with blank ones.</summary>
    public IEnumerable<StudyStep> OfTraining(BaseRecipe model, ArmRecipe arm, int seed, ResolvedTraining training)
    {
        var sees = StudyTasks.IsAskedWithPictures(recipe, training);
        var work = new EvaluationWork
        {
            ModelName = $"{model.Name}/{StudyFolders.Replicate(arm.Name, seed)}",
            BaseName = model.Name,
            Model = StudyFolders.Full(recipe, StudyFolders.Training(model.Name, arm.Name, seed)),
            Base = training.Tuning == "lora" ? model.Model.FullPath : null,
            Tasks = sees ? [.. _evaluation.Tasks, .. _evaluation.Pictures] : _evaluation.Tasks,
            Template = sees ? TrainingVersion.Parse(training.Recipe.Model.Version).Template : null,
            VisionTower = sees ? training.Paths["vision_tower"] : null,
            Settings = _evaluation,
            Folder = StudyFolders.Full(recipe, StudyFolders.Evaluation(model.Name, arm.Name, seed)),
        };
        if (work.Tasks.Count > 0)
            yield return Step(work);
        if (sees)
        {
            yield return Step(work with
            {
                Tasks = _evaluation.Pictures,
                BlankImages = true,
                Folder = StudyFolders.Full(recipe, StudyFolders.BlankEvaluation(model.Name, arm.Name, seed)),
            });
        }
    }

    private StudyStep Step(EvaluationWork work)
    {
        var isPseudo = work.Model.StartsWith(StudyTasks.Pseudo, StringComparison.Ordinal);
        var inputs = new List<StepInput>();
        if (!isPseudo)
            inputs.Add(places.Model("model", work.Model));
        if (work.Base is { } folder)
            inputs.Add(places.Model("base", folder));
        if (work.VisionTower is { } tower)
            inputs.Add(places.Model("vision_tower", tower));
        inputs.AddRange(Data(work));
        return new StudyStep
        {
            Name = StepNames.Evaluation(work.ModelName, work.BlankImages),
            Kind = StepKind.Evaluation,
            Settings = Settings(work, isPseudo),
            Inputs = inputs,
            Outputs = [work.Folder],
            Work = work,
        };
    }

    /// <summary>Files of the benchmarks that exist so far, with the pictures beside them; the others are refused before a run.</summary>
    private IEnumerable<StepInput> Data(EvaluationWork work)
    {
        var protocol = ProtocolRegistry.Get(_evaluation.Protocol);
        var tasks = work.Tasks.Where(name => StudyTasks.Exists(name, protocol)).SelectMany(name => TaskRegistry.Resolve([name], protocol));
        foreach (var task in tasks.DistinctBy(task => task.Card.DataPath))
        {
            var path = Path.Combine([_evaluation.Data.FullPath, .. task.Card.DataPath.Split('/')]);
            yield return places.Input("data " + task.Card.DataPath, path, isFolder: false);
            if (StudyTasks.HasPictures(task))
                yield return places.Input("pictures of " + task.Card.DataPath, Path.GetDirectoryName(path)!, isFolder: true, isDeep: true);
        }
    }

    private SortedDictionary<string, string> Settings(EvaluationWork work, bool isPseudo)
    {
        var settings = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["name"] = work.ModelName,
            ["model"] = isPseudo ? work.Model : "",
            ["protocol"] = _evaluation.Protocol,
            ["tasks"] = string.Join(',', work.Tasks),
            ["template"] = work.Template?.Name ?? "",
            ["blank_images"] = work.BlankImages ? "true" : "false",
            ["limit"] = _evaluation.Limit?.ToString(CultureInfo.InvariantCulture) ?? "",
            ["num_fewshot"] = _evaluation.FewshotCount.ToString(CultureInfo.InvariantCulture),
            ["dtype"] = _evaluation.Dtype,
        };
        foreach (var (task, limit) in _evaluation.Limits)
            settings["limit of " + task] = limit.ToString(CultureInfo.InvariantCulture);
        return settings;
    }
}
