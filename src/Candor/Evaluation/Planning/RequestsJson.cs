using Candor.Evaluation.Models;
using Candor.Evaluation.Text;

namespace Candor.Evaluation.Planning;

/// <summary>
/// Requests as JSON, <c>[[context, continuation], …]</c> in request order: the form whose SHA-256 the harness's own regression tests
/// compare (separators <c>", "</c> and <c>": "</c>, everything outside printable ASCII escaped). A request about a picture has the picture's
/// digest as a third element.
/// </summary>
public static class RequestsJson
{
    /// <summary>The kind of request under which a dump lists them.</summary>
    private const string Kind = "loglikelihood";

    /// <summary>SHA-256 of a list of requests.</summary>
    public static string Sha256(IEnumerable<LogLikelihoodRequest> requests) =>
        Text.Sha256.OfJson(writer => Write(writer, requests), asciiOnly: true);

    /// <summary>Writes a dump: an object, task → kind → list of requests.</summary>
    /// <param name="output">Receives it; not closed.</param>
    /// <param name="plan">The tasks.</param>
    public static void Dump(Stream output, EvaluationPlan plan)
    {
        using var writer = new PythonJsonWriter(output, asciiOnly: true);
        writer.StartObject();
        foreach (var task in plan.Tasks)
        {
            writer.Name(task.Name);
            writer.StartObject();
            writer.Name(Kind);
            Write(writer, task.Requests());
            writer.EndObject();
        }

        writer.EndObject();
    }

    private static void Write(PythonJsonWriter writer, IEnumerable<LogLikelihoodRequest> requests)
    {
        writer.StartArray();
        foreach (var request in requests)
            writer.Values([request.Context, request.Continuation, .. request.Image is { } image ? new[] { image.Digest } : []]);
        writer.EndArray();
    }
}
