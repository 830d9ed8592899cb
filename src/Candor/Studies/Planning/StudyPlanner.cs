using System.Globalization;
using Candor.Studies.Graph;
using Candor.Studies.Recipes;
using Candor.Training;

namespace Candor.Studies.Planning;

/// <summary>Plans a study: steps, memory, time and disk from configurations and row counts. No weights are read.</summary>
/// <param name="recipe">The study.</param>
/// <param name="graph">Its steps.</param>
public sealed class StudyPlanner(StudyRecipe recipe, StudyGraph graph)
{
    private readonly PlanMachine _machine = PlanMachine.Of(recipe.Machine, recipe.Folder);
    private readonly Dictionary<string, RowCount?> _rows = [];
    private readonly Dictionary<string, ModelSize?> _sizes = [];

    /// <summary>The plan.</summary>
    /// <exception cref="InputException">A configuration or a file of rows is broken.</exception>
    public StudyPlan Make()
    {
        var steps = graph.Steps.Select(Plan).ToList();
        return new StudyPlan
        {
            Machine = _machine,
            Steps = steps,
            Missing = [.. MissingParts.Find(recipe, graph), .. Unknown()],
            Unfit = [.. Unfit(steps)],
            Assumptions = Assumptions(),
        };
    }

    private PlannedStep Plan(StudyStep step) => step.Work switch
    {
        TrainingWork training => Plan(step, training),
        EvaluationWork evaluation => Plan(step, evaluation),
        RowsWork rows => new PlannedStep { Step = step, Description = RowSetText.Describe(rows.Set) },
        ContentsWork => new PlannedStep { Step = step, Description = "table of contents, study.json" },
        ReportWork => new PlannedStep { Step = step, Description = "report.html, report.md" },
        _ => new PlannedStep { Step = step, Description = "preparation" },
    };

    private PlannedStep Plan(StudyStep step, TrainingWork work)
    {
        var (name, training) = (work.Training.Tuning, work.Training);
        var planned = new PlannedStep { Step = step, Description = name };
        if (Size(work.Base) is not { } size)
            return planned;
        var estimate = new TrainingEstimate(size, training, recipe.Machine);
        planned = planned with
        {
            Description = string.Create(CultureInfo.InvariantCulture, $"{name}: {estimate.Trained / 1e6:0.#}M of {estimate.Parameters / 1e6:0.#}M parameters"),
            Memory = estimate.Memory(),
        };
        if (Rows(work.Rows) is not { } rows)
            return planned;
        var options = training.Recipe.Optimization;
        var steps = new BatchPlan(
            (int)rows.Rows, options.BatchSize * _machine.Devices, options.AccumulationSteps, options.Epochs, options.MaxSteps, options.Seed).TotalSteps;
        return planned with
        {
            Description = planned.Description + string.Create(CultureInfo.InvariantCulture, $", {steps} updates"),
            Seconds = estimate.Operations(rows.Tokens, rows.Pictures) / (_machine.OperationsPerSecond * _machine.Devices),
            DiskBytes = estimate.Disk(steps),
        };
    }

    private PlannedStep Plan(StudyStep step, EvaluationWork work)
    {
        var estimate = EvaluationEstimate.Of(work, Size(work.BaseName), recipe.Machine.Gpus > 0);
        return new PlannedStep
        {
            Step = step,
            Description = estimate.Description,
            Memory = estimate.Memory,
            Seconds = estimate.Operations / _machine.OperationsPerSecond,
        };
    }

    private RowCount? Rows(string set)
    {
        if (!_rows.TryGetValue(set, out var count))
            _rows[set] = count = RowCount.Of(recipe, recipe.RowSet(set));
        return count;
    }

    private ModelSize? Size(string name)
    {
        if (!_sizes.TryGetValue(name, out var size))
        {
            var model = recipe.Bases.Single(model => model.Name == name);
            _sizes[name] = size = ModelSize.Find(model, TrainingResolver.Tower(model));
        }

        return size;
    }

    private IEnumerable<string> Unknown()
    {
        foreach (var model in recipe.Bases.Where(model => !StudyTasks.IsPseudo(model) && Size(model.Name) is null))
            yield return $"sizes of base {model.Name}: neither its folder nor bases.{model.Name}.config has a config.json";
        foreach (var model in recipe.Bases.Where(model => model.VisionTower is not null && Size(model.Name) is { Tower: null }))
            yield return $"sizes of the tower of {model.Name}: neither its folder nor bases.{model.Name}.vision_config has a config.json";
        foreach (var set in _rows.Where(pair => pair.Value is null).Select(pair => pair.Key))
            yield return $"number of rows of {set}: neither its file nor rows.{set}.expected_rows with expected_tokens_per_row is there";
    }

    private IEnumerable<string> Unfit(List<PlannedStep> steps)
    {
        foreach (var step in steps.Where(step => step.Memory is { } memory && memory.Total > _machine.MemoryBytes))
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{step.Step.Name} needs {step.Memory!.Total / 1e9:0.0} GB of memory, a device has {_machine.MemoryBytes / 1e9:0.0} GB");
        }

        var disk = steps.Sum(step => step.DiskBytes ?? 0);
        if (_machine.DiskBytes is { } free && disk > free)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"the study needs {disk / 1e9:0.0} GB of disk, there are {free / 1e9:0.0} GB");
        }
    }

    private List<string> Assumptions()
    {
        var sharding = recipe.Machine.Sharding switch
        {
            "zero2" => "gradients and optimizer are spread over the devices",
            "zero3" => "weights, gradients and optimizer are spread over the devices",
            _ => "every device holds everything",
        };
        return
        [
            _machine.Description,
            "time: training takes 6 operations a parameter of the decoder and a token; evaluation 2, on one device, without sharing of prefixes (an upper bound)",
            "tokens: a quarter of the characters, and a picture's patches",
            "memory: rows of model_max_length; fp32 gradients and moments of what is trained, and fp32 masters beside bf16 weights",
            .. _machine.Devices > 1 ? [sharding] : Array.Empty<string>(),
        ];
    }
}
