using Candor.Evaluation.Metrics;
using Candor.Evaluation.Planning;
using Candor.Evaluation.Running;
using Candor.Evaluation.Text;

namespace Candor.Evaluation.Results;

/// <summary>A task's entry under <c>configs</c> of a results file: what lm-eval's task file says, as far as it has a meaning here.</summary>
internal static class TaskConfigJson
{
    /// <summary>Writes the object.</summary>
    public static void Write(PythonJsonWriter writer, EvaluationPlan plan, TaskOutcome task)
    {
        var card = task.Task.Task.Card;
        writer.StartObject();
        writer.Member("task", card.Name);
        writer.Member("dataset_path", card.DataPath);
        writer.Member("doc_to_text", card.PromptTemplate);
        if (card.Answers is { } answers)
        {
            writer.Name("doc_to_choice");
            writer.Values(answers);
        }

        writer.Member("description", "");
        writer.Member("target_delimiter", " ");
        writer.Member("fewshot_delimiter", "\n\n");
        writer.Member("num_fewshot", plan.FewshotCount);
        writer.Name("metric_list");
        writer.StartArray();
        foreach (var score in task.Scores)
            WriteMetric(writer, score);
        writer.EndArray();
        writer.Member("output_type", "multiple_choice");
        writer.Member("repeats", 1);
        WriteMetadata(writer, plan, task.Task);
        writer.EndObject();
    }

    private static void WriteMetric(PythonJsonWriter writer, ScoreCard score)
    {
        writer.StartObject();
        writer.Member("metric", score.Metric);
        writer.Member("aggregation", score.Metric == GroupExactMatch.Name ? "mean_over_groups" : "mean");
        writer.Member("higher_is_better", true);
        writer.EndObject();
    }

    private static void WriteMetadata(PythonJsonWriter writer, EvaluationPlan plan, PlannedTask task)
    {
        writer.Name("metadata");
        writer.StartObject();
        writer.Name("version");
        writer.RawValue(task.Edition.Version);
        writer.Member("protocol", plan.Protocol.Name);
        writer.Member("harness", plan.Protocol.Harness);
        if (task.Pictures is { } pictures)
        {
            writer.Member("template", pictures.Template.Name);
            writer.Member("images", pictures.Images);
        }

        writer.EndObject();
    }
}
