using System.Globalization;
using Candor.Reports;
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
        Add(Report());
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
        var evaluations = new EvaluationSteps(recipe, _places);
        AddAll(evaluations.OfBase(model));
        if (StudyTrainings.HasStage1(recipe, model))
        {
            var training = TrainingResolver.Stage1(recipe, model);
            Add(Train(StepKind.Stage1, $"{model.Name}/stage1", new TrainingWork(training, Full(StudyFolders.Stage1(model.Name)), model.Name, recipe.Stage1!.Rows)));
        }

        foreach (var (arm, seed, training) in StudyTrainings.Of(recipe, model))
        {
            var work = new TrainingWork(training, Full(StudyFolders.Training(model.Name, arm.Name, seed)), model.Name, arm.Rows);
            Add(Train(StepKind.Training, $"{model.Name}/{StudyFolders.Replicate(arm.Name, seed)}", work));
            AddAll(evaluations.OfTraining(model, arm, seed, training));
        }
    }

    private string Full(string relative) => StudyFolders.Full(recipe, relative);

    private void AddAll(IEnumerable<StudyStep> steps)
    {
        foreach (var step in steps)
            Add(step);
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
            Name = StepNames.Rows(set.Name),
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

    private StudyStep Train(StepKind kind, string model, TrainingWork work) => new()
    {
        Name = StepNames.Training(model),
        Kind = kind,
        Settings = work.Training.Values.Where(pair => !s_free.Contains(pair.Key)).ToDictionary(),
        Inputs = [.. work.Training.Paths.Select(pair => pair.Key switch
        {
            "model_name_or_path" or "vision_tower" => _places.Model(pair.Key, pair.Value),
            "image_folder" => _places.Input(pair.Key, pair.Value, isFolder: true, isDeep: true),
            _ => _places.Input(pair.Key, pair.Value, isFolder: false),
        })],
        Outputs = [work.Folder],
        Work = work,
    };

    private StudyStep Contents() => new()
    {
        Name = StepNames.Contents,
        Kind = StepKind.Contents,
        Settings = new Dictionary<string, string> { ["recipe"] = recipe.Sha256 },
        Inputs =
        [
            .. _steps.Select(step => new UpstreamInput(step.Name, step.Name)),
            .. recipe.ReferenceFigures is { } file ? [_places.Input("reference_figures", file.FullPath, isFolder: false)] : (StepInput[])[],
        ],
        Outputs = [Path.Combine(recipe.Folder, Manifest.StudyManifest.FileName)],
        Work = new ContentsWork(gaps => new StudyContents(recipe, _steps).Make(gaps)),
        RunsAfterFailures = true,
    };

    private StudyStep Report() => new()
    {
        Name = StepNames.Report,
        Kind = StepKind.Report,
        Settings = new Dictionary<string, string>(),
        Inputs = [new UpstreamInput(StepNames.Contents, StepNames.Contents)],
        Outputs = [.. new[] { ReportWriter.HtmlFileName, ReportWriter.MarkdownFileName, ReportWriter.TableFolder }.Select(Full)],
        Work = new ReportWork(),
        RunsAfterFailures = true,
    };
}
