using Candor.Evaluation.Models;
using Candor.Evaluation.Running;
using Candor.Evaluation.Text;

namespace Candor.Evaluation.Results;

/// <summary>
/// A task's sample rows, one a line, with the columns of lm-eval 0.4.13 in its order; rows of data with groups carry <c>group</c> in
/// addition, so that a bootstrap can resample by group.
/// </summary>
internal static class SamplesJson
{
    /// <summary>Writes all rows.</summary>
    public static void Write(Stream output, TaskOutcome outcome)
    {
        using var writer = new PythonJsonWriter(output);
        var names = outcome.Task.Edition.Metrics.Select(metric => metric.Name).ToArray();
        foreach (var document in outcome.Documents)
        {
            WriteRow(writer, document, names);
            writer.EndLine();
        }
    }

    private static void WriteRow(PythonJsonWriter writer, DocumentOutcome outcome, string[] metrics)
    {
        writer.StartObject();
        writer.Member("doc_id", outcome.Document.Row);
        writer.Name("doc");
        outcome.Document.Write(writer);
        writer.Member("target", outcome.Target);
        WriteArguments(writer, outcome.Document.Requests());
        WriteResponses(writer, outcome.Answers);
        writer.Member("filter", "none");
        writer.Name("metrics");
        writer.Values(metrics);
        writer.Member("doc_hash", outcome.DocumentHash);
        writer.Member("prompt_hash", outcome.PromptHash);
        writer.Member("target_hash", outcome.TargetHash);
        for (var i = 0; i < metrics.Length; i++)
            writer.Member(metrics[i], outcome.Values[i]);
        if (outcome.Document.Group is { } group)
            writer.Member("group", group);
        writer.EndObject();
    }

    private static void WriteArguments(PythonJsonWriter writer, IEnumerable<LogLikelihoodRequest> requests)
    {
        writer.Name("arguments");
        writer.StartObject();
        foreach (var (i, request) in requests.Index())
        {
            writer.Name("gen_args_" + PythonText.OfInteger(i));
            writer.StartObject();
            writer.Member("arg_0", request.Context);
            writer.Member("arg_1", request.Continuation);
            writer.EndObject();
        }

        writer.EndObject();
    }

    /// <summary>The answers as texts: all answers given to a request, then the one that a filter chose.</summary>
    private static void WriteResponses(PythonJsonWriter writer, LogLikelihood[] answers)
    {
        writer.Name("resps");
        writer.StartArray();
        foreach (var answer in answers)
        {
            writer.StartArray();
            WriteAnswer(writer, answer);
            writer.EndArray();
        }

        writer.EndArray();
        writer.Name("filtered_resps");
        writer.StartArray();
        foreach (var answer in answers)
            WriteAnswer(writer, answer);
        writer.EndArray();
    }

    private static void WriteAnswer(PythonJsonWriter writer, LogLikelihood answer) =>
        writer.Values([PythonFloat.Repr(answer.Value), PythonText.OfBoolean(answer.IsGreedy)]);
}
