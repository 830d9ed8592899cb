using Candor.Evaluation.Protocols;
using Candor.Studies.Graph;
using Candor.Studies.Recipes;

namespace Candor.Studies.Planning;

/// <summary>What a study needs that is not there, or that this program cannot do yet. Nothing is left out silently.</summary>
public static class MissingParts
{
    /// <summary>One line each; empty where everything is there.</summary>
    public static IReadOnlyList<string> Find(StudyRecipe recipe, StudyGraph graph)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(graph);
        return [.. Abilities(recipe), .. Files(graph)];
    }

    private static IEnumerable<string> Abilities(StudyRecipe recipe)
    {
        if (recipe.Machine.Gpus > 0)
            yield return "computing on CUDA devices (machine.gpus): this build trains and evaluates on processors alone";
        if (recipe.Machine is { Gpus: > 1, Sharding: not "none" })
            yield return $"training sharded over several GPUs (machine.sharding: {recipe.Machine.Sharding})";
        var protocol = ProtocolRegistry.Get(recipe.Evaluation.Protocol);
        foreach (var task in recipe.Evaluation.Tasks.Where(task => !StudyTasks.Exists(task, protocol)))
            yield return $"task {task} (evaluation.tasks)";
        foreach (var task in recipe.Evaluation.Pictures.Where(task => !StudyTasks.Exists(task, protocol)))
            yield return $"task {task}, asked with pictures and with blank ones (evaluation.pictures)";
        if (recipe.Evaluation.FewshotCount > 0)
            yield return "solved examples before documents (evaluation.num_fewshot)";
    }

    /// <summary>Each file once, with the first step that reads it.</summary>
    private static IEnumerable<string> Files(StudyGraph graph)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var step in graph.Steps)
        {
            foreach (var input in step.Inputs)
            {
                var path = input switch
                {
                    FileInput file when !File.Exists(file.Path) => file.Path,
                    FolderInput folder when !Directory.Exists(folder.Path) => folder.Path,
                    _ => null,
                };
                if (path is not null && seen.Add(path))
                    yield return $"{Path.GetRelativePath(Environment.CurrentDirectory, path)}, which step {step.Name} reads ({input.Name})";
            }
        }
    }
}
