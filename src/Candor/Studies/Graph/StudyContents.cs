using Candor.Conversations.Reading;
using Candor.Studies.Manifest;
using Candor.Studies.Recipes;
using Candor.Training.Recipes;

namespace Candor.Studies.Graph;

/// <summary>Makes study.json of what has come out.</summary>
/// <param name="recipe">The study.</param>
/// <param name="steps">Its steps.</param>
internal sealed class StudyContents(StudyRecipe recipe, IReadOnlyList<StudyStep> steps)
{
    /// <summary>The table of contents.</summary>
    /// <param name="gaps">Steps without a result; their folders are not named.</param>
    public StudyManifest Make(IReadOnlyList<StudyGap> gaps)
    {
        var missing = gaps.Select(gap => gap.Step).ToHashSet(StringComparer.Ordinal);
        return new StudyManifest
        {
            Name = recipe.Name,
            Title = recipe.Title,
            Notes = recipe.Notes,
            ClaimsNothingBecause = recipe.ClaimsNothingBecause,
            Arms = Arms(missing),
            Pairs = [.. recipe.Bases.SelectMany(Pairs)],
            RowSets = [.. recipe.RowSets.Where(IsUsed).Where(set => File.Exists(RowSetFiles.Data(recipe, set))).Select(Describe)],
            References = recipe.ReferenceFigures is { } file ? ReferenceFigures.Read(file.FullPath) : [],
            Gaps = gaps,
            RecipeSha256 = recipe.Sha256,
        };
    }

    /// <summary>Bases, then what is made of them.</summary>
    /// <param name="missing">Steps without a result.</param>
    public IReadOnlyList<StudyArm> Arms(HashSet<string> missing) =>
        [.. recipe.Bases.Select(model => Base(model, missing)), .. recipe.Bases.SelectMany(model => Arms(model, missing))];

    private StudyArm Base(BaseRecipe model, HashSet<string> missing) => new()
    {
        Name = model.Name,
        Base = model.Name,
        Replicates = [new StudyReplicate { Evaluation = Result(StepNames.Evaluation(model.Name, withBlankImages: false), StudyFolders.Evaluation(model.Name), missing) }],
    };

    private IEnumerable<StudyArm> Arms(BaseRecipe model, HashSet<string> missing)
    {
        if (StudyTrainings.HasStage1(recipe, model))
            yield return Stage1(model, missing);
        foreach (var arm in StudyTrainings.Of(recipe, model).GroupBy(entry => entry.Arm))
        {
            yield return new StudyArm
            {
                Name = $"{model.Name}/{arm.Key.Name}",
                Base = model.Name,
                Tuning = arm.First().Training.Tuning,
                Rows = arm.Key.Rows,
                Settings = Settings(arm.Key.Options),
                Replicates = [.. arm.Select(entry => Replicate(model, arm.Key, entry.Seed, missing))],
            };
        }
    }

    private StudyArm Stage1(BaseRecipe model, HashSet<string> missing) => new()
    {
        Name = $"{model.Name}/stage1",
        Base = model.Name,
        Tuning = "projector",
        Rows = recipe.Stage1!.Rows,
        Settings = Settings(recipe.Stage1.Options),
        Replicates =
        [
            new StudyReplicate
            {
                Seed = TrainingResolver.Stage1(recipe, model).Recipe.Optimization.Seed,
                Training = Result(StepNames.Training($"{model.Name}/stage1"), StudyFolders.Stage1(model.Name), missing),
            },
        ],
    };

    private StudyReplicate Replicate(BaseRecipe model, ArmRecipe arm, int seed, HashSet<string> missing)
    {
        var name = $"{model.Name}/{StudyFolders.Replicate(arm.Name, seed)}";
        return new StudyReplicate
        {
            Seed = seed,
            Training = Result(StepNames.Training(name), StudyFolders.Training(model.Name, arm.Name, seed), missing),
            Evaluation = Result(StepNames.Evaluation(name, withBlankImages: false), StudyFolders.Evaluation(model.Name, arm.Name, seed), missing),
            BlankEvaluation = Result(StepNames.Evaluation(name, withBlankImages: true), StudyFolders.BlankEvaluation(model.Name, arm.Name, seed), missing),
        };
    }

    private IEnumerable<StudyPair> Pairs(BaseRecipe model)
    {
        var arms = recipe.Arms.Where(arm => arm.Tunes(model)).ToList();
        foreach (var arm in arms)
        {
            yield return new StudyPair
            {
                Baseline = model.Name,
                Variant = $"{model.Name}/{arm.Name}",
                Question = $"What did {arm.Name} change in {model.Name}?",
            };
        }

        foreach (var arm in arms.Where(arm => StudyTasks.IsAskedWithPictures(recipe, TrainingResolver.Arm(recipe, model, arm, seed: null))))
        {
            yield return new StudyPair
            {
                Baseline = $"{model.Name}/{arm.Name}",
                Variant = $"{model.Name}/{arm.Name}",
                AgainstBlankImages = true,
                Question = $"Does {arm.Name} answer from what it sees?",
            };
        }

        var names = arms.Select(arm => arm.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var pair in recipe.Comparisons.Where(pair => names.Contains(pair.Baseline) && names.Contains(pair.Variant)))
        {
            yield return new StudyPair
            {
                Baseline = $"{model.Name}/{pair.Baseline}",
                Variant = $"{model.Name}/{pair.Variant}",
                Question = pair.Question,
            };
        }
    }

    private StudyRowSet Describe(RowSetRecipe set)
    {
        var path = RowSetFiles.Data(recipe, set);
        var (rows, pictures) = Count(path);
        var before = set.MatchedWith.Count > 0 ? Count(set.Data!.FullPath).Rows : rows;
        return new StudyRowSet
        {
            Name = set.Name,
            File = RowSetFiles.IsMade(set) ? StudyFolders.Rows(set.Name) : set.Data!.Text.Replace('\\', '/'),
            Description = RowSetText.Describe(set),
            Sha256 = Hash(path),
            Rows = rows,
            WithImages = pictures,
            LeftOut = before == rows ? new Dictionary<string, int>() : new Dictionary<string, int> { ["beyond the matched number of tokens"] = before - rows },
        };
    }

    private bool IsUsed(RowSetRecipe set) =>
        recipe.Stage1?.Rows == set.Name || recipe.Arms.Any(arm => arm.Rows == set.Name) || recipe.RowSets.Any(other => other.Source == set.Name);

    private string? Result(string step, string folder, HashSet<string> missing) =>
        steps.Any(other => other.Name == step) && !missing.Contains(step) ? folder : null;

    private static (int Rows, int WithImages) Count(string path)
    {
        var (rows, pictures) = (0, 0);
        foreach (var row in LlavaRowFile.Read(path))
            (rows, pictures) = (rows + 1, pictures + (row.Image is null ? 0 : 1));
        return (rows, pictures);
    }

    private static string Hash(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(file));
    }

    private static SortedDictionary<string, string> Settings(IReadOnlyDictionary<string, RecipeEntry> options) =>
        new(options.Values.ToDictionary(entry => entry.Key, entry => entry.Text ?? "none"), StringComparer.Ordinal);
}
