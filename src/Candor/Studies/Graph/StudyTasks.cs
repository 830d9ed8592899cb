using Candor.Conversations;
using Candor.Evaluation.Protocols;
using Candor.Evaluation.Tasks;
using Candor.Studies.Recipes;

namespace Candor.Studies.Graph;

/// <summary>Which benchmarks there are, and which the paper has that are not built yet.</summary>
internal static class StudyTasks
{
    /// <summary>Benchmarks of the paper by their names in the harness, that a study file may name before they are built.</summary>
    public static readonly IReadOnlyList<string> Planned =
    [
        "boolq", "gsm8k", "mathqa", "mmlu", "squad2", "truthfulqa_gen",
        "captions_coco", "captions_flickr30k", "mme", "pope", "vqav2", "captions_coco_c", "vqav2_c",
    ];

    /// <summary>How the name of a model without weights begins.</summary>
    public const string Pseudo = "pseudo:";

    /// <summary>Whether a base is a model without weights.</summary>
    public static bool IsPseudo(BaseRecipe model) => model.Model.Text.StartsWith(Pseudo, StringComparison.Ordinal);

    /// <summary>Whether a task's questions are about pictures.</summary>
    public static bool HasPictures(IEvaluationTask task) => task.Card.PromptTemplate.Contains(ImageTokens.Image, StringComparison.Ordinal);

    /// <summary>Whether a trained model is asked with pictures: there are such tasks, and it sees.</summary>
    public static bool IsAskedWithPictures(StudyRecipe recipe, ResolvedTraining training) =>
        recipe.Evaluation.Pictures.Count > 0 && training.Paths.ContainsKey("vision_tower");

    /// <summary>Whether a name stands for tasks under a protocol.</summary>
    public static bool Exists(string name, Protocol protocol)
    {
        try
        {
            return TaskRegistry.Resolve([name], protocol).Count > 0;
        }
        catch (InputException)
        {
            return false;
        }
    }
}
