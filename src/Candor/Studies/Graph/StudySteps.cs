using System.Globalization;
using Candor.Evaluation.Protocols;
using Candor.Evaluation.Tasks;
using Candor.Studies.Recipes;

namespace Candor.Studies.Graph;

/// <summary>Makes the steps of a study, in the order in which people think of them.</summary>
/// <param name="recipe">The study.</param>
/// <param name="preparations">What comes before it.</param>
internal sealed class StudySteps(StudyRecipe recipe, IReadOnlyList<PreparationStep> preparations)
{
    /// <summary>Options that move no weight: a change of these runs nothing again.</summary>
    private static readonly string[] s_free = ["logging_steps", "save_bin", "save_steps", "save_strategy", "save_total_limit", "threads"];

    private readonly StepPlaces _places = new();
    private readonly List<StudyStep> _steps = [];

    /// <summary>All steps.</summary>
    public IReadOnlyList<StudyStep> All()
    {
        foreach (var preparation in preparations)
            Add(Prepare(preparation));
        foreach (var set in recipe.RowSets)
            AddRows(set);
        foreach (var model in recipe.Bases)
            AddStepsOf(model);
        Add(Contents());
        return _steps;
    }

    /// <summary>The set that it is made of comes first, wherever the file has it.</summary>
    private void AddRows(RowSetRecipe set)
    {
        if (set.Source is { } source)
            AddRows(recipe.RowSet(source));
        if (RowSetFiles.IsMade(set) && _steps.All(step => step.Work is not RowsWork work || work.Set != set))
            Add(Rows(set));
    }

    private void AddStepsOf(BaseRecipe model)
    {
        if (recipe.Evaluation.Tasks.Count > 0)
            Add(Evaluate(model, model.Name, StudyFolders.Evaluation(model.Name), model.Model.Text, model.Model.FullPath, isAdapter: false));
        if (StudyTrainings.HasStage1(recipe, model))
        {
            var training = TrainingResolver.Stage1(recipe, model);
            Add(Train(StepKind.Stage1, $"{StepNames.Train} {model.Name}/stage1", training, StudyFolders.Stage1(model.Name), (model.Name, recipe.Stage1!.Rows)));
        }

        foreach (var (arm, seed, training) in StudyTrainings.Of(recipe, model))
        {
            var (name, folder) = ($"{model.Name}/{StudyFolders.Replicate(arm.Name, seed)}", StudyFolders.Training(model.Name, arm.Name, seed));
            Add(Train(StepKind.Training, $"{StepNames.Train} {name}", training, folder, (model.Name, arm.Rows)));
            if (recipe.Evaluation.Tasks.Count > 0)
            {
                var place = StudyFolders.Full(recipe, folder);
                Add(Evaluate(model, name, StudyFolders.Evaluation(model.Name, arm.Name, seed), place, place, training.Tuning == "lora"));
            }
        }
    }

    private void Add(StudyStep step)
    {
        _steps.Add(step);
        _places.Add(step);
    }

    private StudyStep Prepare(PreparationStep preparation) => new()
    {
        Name = preparation.Name,
        Kind = StepKind.Preparation,
        Settings = preparation.Settings,
        Inputs = [.. preparation.Inputs.Select((path, index) =>
            _places.Input(string.Create(CultureInfo.InvariantCulture, $"input {index}"), path, Directory.Exists(path), isDeep: true))],
        Outputs = preparation.Outputs,
        Work = new PreparationWork(preparation.Run),
    };

    private StudyStep Rows(RowSetRecipe set)
    {
        var work = RowsWork(set);
        var settings = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["kind"] = RowSetText.Kind(set) };
        var inputs = new List<StepInput> { _places.Input("rows", work.Source, isFolder: false) };
        inputs.AddRange(work.Others.Select(path => _places.Input("matched with", path, isFolder: false)));
        if (work.Training is { } training)
        {
            settings["version"] = training.Recipe.Model.Version;
            settings["model_max_length"] = training.Recipe.Data.ModelMaxLength.ToString(CultureInfo.InvariantCulture);
            settings["mm_use_im_start_end"] = training.Recipe.Model.UsesStartEnd.ToString();
            inputs.Add(_places.Model("tokenizer", training.Paths["model_name_or_path"]));
        }

        return new StudyStep
        {
            Name = $"{StepNames.Rows} {set.Name}",
            Kind = StepKind.Rows,
            Settings = settings,
            Inputs = inputs,
            Outputs = work.BlankImages is { } images ? [work.Target, images] : [work.Target],
            Work = work,
        };
    }

    private RowsWork RowsWork(RowSetRecipe set) => new()
    {
        Set = set,
        Source = set.Source is { } source ? RowSetFiles.Data(recipe, recipe.RowSet(source)) : (set.Data ?? set.ImportedFrom)!.FullPath,
        Target = RowSetFiles.Data(recipe, set),
        BlankImages = set.BlankImagesOf is null ? null : StudyFolders.Full(recipe, StudyFolders.BlankImages(set.Name)),
        Others = [.. set.MatchedWith.Select(recipe.RowSet).Select(other => other.Data?.FullPath ?? RowSetFiles.Data(recipe, other))],
        Training = set.MatchedWith.Count > 0 ? StudyTrainings.MatchingTraining(recipe, set) : null,
    };

    private StudyStep Train(StepKind kind, string name, ResolvedTraining training, string folder, (string Base, string Rows) of)
    {
        var place = StudyFolders.Full(recipe, folder);
        return new StudyStep
        {
            Name = name,
            Kind = kind,
            Settings = training.Values.Where(pair => !s_free.Contains(pair.Key)).ToDictionary(),
            Inputs = [.. training.Paths.Select(pair => pair.Key switch
            {
                "model_name_or_path" or "vision_tower" => _places.Model(pair.Key, pair.Value),
                "image_folder" => _places.Input(pair.Key, pair.Value, isFolder: true, isDeep: true),
                _ => _places.Input(pair.Key, pair.Value, isFolder: false),
            })],
            Outputs = [place],
            Work = new TrainingWork(training, place, of.Base, of.Rows),
        };
    }

    private StudyStep Evaluate(BaseRecipe model, string name, string folder, string text, string place, bool isAdapter)
    {
        var evaluation = recipe.Evaluation;
        var isPseudo = text.StartsWith("pseudo:", StringComparison.Ordinal);
        var inputs = new List<StepInput>();
        if (!isPseudo)
            inputs.Add(_places.Model("model", place));
        if (isAdapter)
            inputs.Add(_places.Model("base", model.Model.FullPath));
        inputs.AddRange(DataFiles(evaluation).Select(path => _places.Input("data " + path, Path.Combine([evaluation.Data.FullPath, .. path.Split('/')]), isFolder: false)));
        var output = StudyFolders.Full(recipe, folder);
        return new StudyStep
        {
            Name = $"{StepNames.Evaluate} {name}",
            Kind = StepKind.Evaluation,
            Settings = EvaluationSettings(evaluation, name, isPseudo ? text : ""),
            Inputs = inputs,
            Outputs = [output],
            Work = new EvaluationWork
            {
                ModelName = name,
                BaseName = model.Name,
                Model = isPseudo ? text : place,
                Base = isAdapter ? model.Model.FullPath : null,
                Tasks = evaluation.Tasks,
                Settings = evaluation,
                Folder = output,
            },
        };
    }

    private StudyStep Contents() => new()
    {
        Name = StepNames.Contents,
        Kind = StepKind.Contents,
        Settings = new Dictionary<string, string> { ["recipe"] = recipe.Sha256 },
        Inputs = [.. _steps.Select(step => new UpstreamInput(step.Name, step.Name))],
        Outputs = [Path.Combine(recipe.Folder, Manifest.StudyManifest.FileName)],
        Work = new ContentsWork(gaps => new StudyContents(recipe, _steps).Make(gaps)),
        RunsAfterFailures = true,
    };

    /// <summary>Files of the benchmarks that exist so far; the others are refused before a run.</summary>
    private static IEnumerable<string> DataFiles(EvaluationRecipe evaluation)
    {
        var protocol = ProtocolRegistry.Get(evaluation.Protocol);
        return TaskRegistry.Resolve(evaluation.Tasks.Where(name => StudyTasks.Exists(name, protocol)), protocol)
            .Select(task => task.Card.DataPath).Distinct();
    }

    private static SortedDictionary<string, string> EvaluationSettings(EvaluationRecipe evaluation, string name, string model)
    {
        var settings = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["name"] = name,
            ["model"] = model,
            ["protocol"] = evaluation.Protocol,
            ["tasks"] = string.Join(',', evaluation.Tasks),
            ["limit"] = evaluation.Limit?.ToString(CultureInfo.InvariantCulture) ?? "",
            ["num_fewshot"] = evaluation.FewshotCount.ToString(CultureInfo.InvariantCulture),
            ["dtype"] = evaluation.Dtype,
        };
        foreach (var (task, limit) in evaluation.Limits)
            settings["limit of " + task] = limit.ToString(CultureInfo.InvariantCulture);
        return settings;
    }
}
