using Candor.Conversations;
using Candor.Evaluation.Protocols;
using Candor.Training.Recipes;

namespace Candor.Studies.Recipes;

/// <summary>Reads and checks a study file.</summary>
public static class StudyReader
{
    private static readonly string[] s_reservedArms = ["base", "stage1"];

    /// <summary>Reads a file.</summary>
    /// <param name="path">YAML; paths in it are relative to its folder.</param>
    /// <param name="overrides"><c>key=value</c> arguments with dotted keys, which go before the file; paths in them are relative to the current folder.</param>
    /// <exception cref="InputException">Names the line, the key, what was expected and what was found.</exception>
    public static StudyRecipe Read(string path, IEnumerable<string> overrides)
    {
        ArgumentNullException.ThrowIfNull(overrides);
        var file = YamlOverrides.Apply(YamlTree.Read(path), overrides);
        var root = new StudySection(file, "", StudyKeys.Study);
        var name = root.Text("name") ?? Path.GetFileNameWithoutExtension(path);
        var arms = root.Sections("arms").Select(entry => ReadArm(entry.Name, entry.Section)).ToList();
        var recipe = new StudyRecipe
        {
            Name = name,
            Title = root.Text("title") ?? name,
            Notes = root.Texts("notes") ?? [],
            ClaimsNothingBecause = root.Text("claims_nothing_because"),
            Folder = root.PathOf("output_dir")?.FullPath ?? Path.GetFullPath(Path.Combine("runs", name)),
            Training = root.Section("training") is { } training ? training.Rest() : new Dictionary<string, RecipeEntry>(),
            Bases = [.. root.Sections("bases").Select(entry => ReadBase(entry.Name, entry.Section))],
            RowSets = [.. root.Sections("rows").Select(entry => ReadRows(entry.Name, entry.Section))],
            Stage1 = root.Section("stage1") is { } stage ? ReadStage(stage) : null,
            Arms = Only(arms, root.Texts("only")),
            Evaluation = ReadEvaluation(root.Section("evaluation") ?? throw root.Unexpected("evaluation", "a mapping")),
            Comparisons = [.. root.List("comparisons").Select(section => ReadComparison(section, arms))],
            ReferenceFigures = root.PathOf("reference_figures"),
            Machine = root.Section("machine") is { } machine ? ReadMachine(machine) : new MachineRecipe(),
            Sha256 = StudyDigest.Of(file),
        };
        StudyRules.Check(recipe, root);
        return recipe;
    }

    private static BaseRecipe ReadBase(string name, StudySection section)
    {
        var model = new BaseRecipe
        {
            Name = name,
            Model = section.RequiredPath("model"),
            VisionTower = section.PathOf("vision_tower"),
            Config = section.PathOf("config"),
            VisionConfig = section.PathOf("vision_config"),
            Training = section.Section("training") is { } training ? training.Rest() : new Dictionary<string, RecipeEntry>(),
        };
        return model;
    }

    private static RowSetRecipe ReadRows(string name, StudySection section)
    {
        var set = new RowSetRecipe
        {
            Name = name,
            Data = section.PathOf("data_path"),
            ImportedFrom = section.PathOf("imported_from"),
            ImageFolder = section.PathOf("image_folder"),
            TextTwinOf = section.Text("text_twin_of"),
            Form = section.Choice("form", "fair") == "authors" ? TextTwinForm.Authors : TextTwinForm.Fair,
            BlankImagesOf = section.Text("blank_images_of"),
            MatchedWith = section.Texts("match_supervised_tokens_with") ?? [],
            ExpectedRows = section.Integer("expected_rows", 1),
            ExpectedTokensPerRow = section.Integer("expected_tokens_per_row", 1, 1 << 20),
        };
        if (new object?[] { set.Data, set.ImportedFrom, set.TextTwinOf, set.BlankImagesOf }.Count(source => source is not null) != 1)
            throw new InputException($"{section.Place}: {section.Name}: expected one of data_path, imported_from, text_twin_of and blank_images_of");
        return set;
    }

    private static StageRecipe ReadStage(StudySection section) => new() { Rows = section.RequiredText("rows"), Options = section.Rest() };

    private static List<ArmRecipe> Only(List<ArmRecipe> arms, IReadOnlyList<string>? names)
    {
        foreach (var name in names ?? [])
            StudyRules.Require(arms.Select(arm => arm.Name), name, "only", "arm");
        return names is null ? arms : [.. arms.Where(arm => names.Contains(arm.Name, StringComparer.Ordinal))];
    }

    private static ArmRecipe ReadArm(string name, StudySection section)
    {
        if (s_reservedArms.Contains(name))
            throw new InputException($"{section.Place}: {section.Name}: expected another name than {string.Join(" and ", s_reservedArms)}");
        var (rows, seeds, bases) = (section.RequiredText("rows"), section.Integers("seeds", 0), section.Texts("bases"));
        if (seeds is not null && (seeds.Count == 0 || seeds.Distinct().Count() != seeds.Count))
            throw section.Unexpected("seeds", "different seeds, at least one");
        return new ArmRecipe { Name = name, Rows = rows, Seeds = seeds, Bases = bases, Options = section.Rest() };
    }

    private static EvaluationRecipe ReadEvaluation(StudySection section)
    {
        var tasks = section.Texts("tasks") ?? [];
        var evaluation = new EvaluationRecipe
        {
            Protocol = section.Choice("protocol", ProtocolRegistry.Paper2023.Name),
            Data = section.RequiredPath("data"),
            Tasks = tasks,
            Pictures = section.Texts("pictures") ?? [],
            Limit = section.Integer("limit", 1),
            Limits = ReadLimits(section.Section("limits"), tasks),
            FewshotCount = section.Integer("num_fewshot", 0, 1000) ?? 0,
            Dtype = section.Choice("dtype", "auto"),
            BatchSize = section.Integer("batch_size", 1, 65536),
            Threads = section.Integer("threads", 1, 4096),
        };
        return evaluation.Tasks.Count + evaluation.Pictures.Count > 0 ? evaluation : throw section.Unexpected("tasks", "names of tasks");
    }

    private static Dictionary<string, int> ReadLimits(StudySection? section, IReadOnlyList<string> tasks)
    {
        if (section is null)
            return [];
        var limits = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var task in StudyKeys.Limits.Keys.Select(key => key.Name))
        {
            if (section.Integer(task, 1) is not { } limit)
                continue;
            limits.Add(task, tasks.Contains(task, StringComparer.Ordinal) ? limit : throw section.Unexpected(task, "no limit, as this task is not asked"));
        }

        return limits;
    }

    private static ComparisonRecipe ReadComparison(StudySection section, List<ArmRecipe> arms)
    {
        var comparison = new ComparisonRecipe(
            section.RequiredText("baseline"), section.RequiredText("variant"), section.RequiredText("question"));
        foreach (var name in new[] { comparison.Baseline, comparison.Variant })
            StudyRules.Require(arms.Select(arm => arm.Name), name, $"{section.Place}: comparisons", "arm");
        return comparison;
    }

    private static MachineRecipe ReadMachine(StudySection section)
    {
        var machine = new MachineRecipe
        {
            Gpus = section.Integer("gpus", 0, 4096) ?? 0,
            GpuMemoryGb = section.Number("gpu_memory_gb", 0.001, 1e6) ?? 0,
            Tflops = section.Number("tflops", 1e-6, 1e6),
            DiskGb = section.Number("disk_gb", 0, 1e9),
            Sharding = section.Choice("sharding", "zero2"),
        };
        return machine.Gpus == 0 || machine.GpuMemoryGb > 0 ? machine : throw section.Unexpected("gpu_memory_gb", "the memory of a GPU beside gpus");
    }
}
