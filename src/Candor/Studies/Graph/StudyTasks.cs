using Candor.Evaluation.Protocols;
using Candor.Evaluation.Tasks;

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
