using System.Globalization;
using System.Text.Json;
using Candor.Evaluation.Comparison.Readers;

namespace Candor.Reports.Facts;

/// <summary>A row of a samples file as people read it: the question, the answers to choose from, which is right, what each got.</summary>
internal sealed record SampleRow
{
    /// <summary>The document's hash, by which evaluations are paired.</summary>
    public required string Hash { get; init; }

    /// <summary>The document's number in the data.</summary>
    public required long Id { get; init; }

    /// <summary>The question: the document's own where it has one, else the whole prompt.</summary>
    public required string Question { get; init; }

    /// <summary>The picture's name, or null.</summary>
    public string? Image { get; init; }

    /// <summary>The answers that the metric chooses from.</summary>
    public required IReadOnlyList<SampleOption> Options { get; init; }

    /// <summary>The metric's value.</summary>
    public required double Value { get; init; }

    /// <summary>The most likely option, or −1 where likelihoods are not numbers or there is nothing to choose from.</summary>
    public int Chosen => Options.Count < 2 || Options.Any(option => double.IsNaN(option.LogLikelihood))
        ? -1
        : Options.Index().MaxBy(option => option.Item.LogLikelihood).Index;

    /// <summary>Takes a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="place">File and line, for messages.</param>
    /// <param name="metric">The metric in question.</param>
    /// <param name="answers">The answers in the order of the labels where all documents share them, else none.</param>
    /// <exception cref="InputException">It is no sample.</exception>
    public static SampleRow Parse(JsonElement row, string place, string metric, IReadOnlyList<string> answers)
    {
        var requests = Requests(row);
        var document = row.Get("doc");
        return new SampleRow
        {
            Hash = row.Text("doc_hash") ?? throw new InputException($"{place}: doc_hash: expected a hash"),
            Id = row.Get("doc_id")?.Whole() ?? throw new InputException($"{place}: doc_id: expected a whole number"),
            Question = document?.Text("question") ?? (requests.Count > 0 ? requests[0].Context : ""),
            Image = document?.Text("image"),
            Options = ReadOptions(row, metric, answers, requests),
            Value = row.Get(metric) is { } value ? PythonJson.Number(value) ?? double.NaN : double.NaN,
        };
    }

    private static List<(string Context, string Text, double LogLikelihood)> Requests(JsonElement row)
    {
        var requests = new List<(string, string, double)>();
        var responses = row.Get("filtered_resps") is { ValueKind: JsonValueKind.Array } array ? [.. array.EnumerateArray()] : Array.Empty<JsonElement>();
        foreach (var (i, response) in responses.Index())
        {
            if (row.Get("arguments", string.Create(CultureInfo.InvariantCulture, $"gen_args_{i}")) is { } request)
                requests.Add((request.Text("arg_0") ?? "", (request.Text("arg_1") ?? "").Trim(), LogLikelihood(response)));
        }

        return requests;
    }

    /// <summary>
    /// The options of a metric. TruthfulQA's rows carry the answers of mc1, or of mc2, or both one after the other, with their labels in the
    /// document; other tasks have one right answer, the target.
    /// </summary>
    private static IReadOnlyList<SampleOption> ReadOptions(
        JsonElement row, string metric, IReadOnlyList<string> answers, List<(string Context, string Text, double LogLikelihood)> requests)
    {
        if (row.Get("doc")?.Get(metric + "_targets", "labels") is { ValueKind: JsonValueKind.Array } labels)
        {
            long?[] right = [.. labels.EnumerateArray().Select(label => label.Whole())];
            var start = metric == "mc2" ? Math.Max(0, requests.Count - right.Length) : 0;
            return [.. requests.Skip(start).Zip(right, (request, label) => new SampleOption(request.Text, label == 1, request.LogLikelihood))];
        }

        var rightText = RightAnswer(row, answers);
        return [.. requests.Select(request => new SampleOption(request.Text, request.Text == rightText, request.LogLikelihood))];
    }

    /// <summary>The target is the right answer's position among the document's own choices, else among those that all documents share.</summary>
    private static string? RightAnswer(JsonElement row, IReadOnlyList<string> answers)
    {
        var choices = row.Get("doc", "choices") is { ValueKind: JsonValueKind.Array } own
            ? [.. own.EnumerateArray().Select(choice => choice.AsText() ?? "")]
            : answers;
        return row.Get("target")?.Whole() is { } index && index >= 0 && index < choices.Count
            ? choices[(int)index].Trim()
            : row.Text("target")?.Trim();
    }

    private static double LogLikelihood(JsonElement response) =>
        response.ValueKind == JsonValueKind.Array && response.GetArrayLength() > 0
        && double.TryParse(response[0].AsText(), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : double.NaN;
}

/// <summary>An answer to choose from.</summary>
/// <param name="Text">Its text.</param>
/// <param name="IsRight">Whether it is right.</param>
/// <param name="LogLikelihood">What the model gave it; NaN where that is no number.</param>
internal sealed record SampleOption(string Text, bool IsRight, double LogLikelihood);
