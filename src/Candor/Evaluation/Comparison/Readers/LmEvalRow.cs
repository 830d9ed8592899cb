using System.Globalization;
using System.Text.Json;

namespace Candor.Evaluation.Comparison.Readers;

/// <summary>A row of a samples file: what a comparison needs of it.</summary>
internal sealed record LmEvalRow
{
    // An answer longer than this is free text: nobody gives it twice, and keeping it costs memory.
    private const int MaxAnswerLength = 100;

    public required long DocId { get; init; }

    public required string DocHash { get; init; }

    public string? PromptHash { get; init; }

    public string? TargetHash { get; init; }

    public string? Group { get; init; }

    /// <summary>The filter, or null in 0.4.3's form, which does not say.</summary>
    public string? Filter { get; init; }

    /// <summary>The answer given, or null where it cannot be told.</summary>
    public string? Answer { get; init; }

    /// <summary>Whether a likelihood is not a number. Harnesses score such a row all the same: the first NaN counts as the largest.</summary>
    public bool IsBroken { get; init; }

    /// <summary>The values of the metrics asked for, in their order; null where the row has no number for one.</summary>
    public required double?[] Values { get; init; }

    /// <summary>Takes what is needed from a row.</summary>
    /// <exception cref="InputException">It has no id or no hash.</exception>
    public static LmEvalRow Parse(JsonElement row, string place, IReadOnlyList<string> metrics) => new()
    {
        DocId = row.Get("doc_id")?.Whole() ?? throw new InputException($"{place}: doc_id: expected a whole number"),
        DocHash = row.Text("doc_hash") ?? throw new InputException($"{place}: doc_hash: expected a hash, by which documents are paired"),
        PromptHash = row.Text("prompt_hash"),
        TargetHash = row.Text("target_hash"),
        // Candor's own column, else what the harness's ETHICS documents carry.
        Group = row.Text("group") ?? row.Get("doc")?.Text("group_id"),
        Filter = row.Text("filter"),
        Answer = AnswerOf(row) is { Length: <= MaxAnswerLength } answer ? answer : null,
        IsBroken = Responses(row).Any(response => LogLikelihood(response) is double.NaN),
        Values = [.. metrics.Select(metric => row.Get(metric) is { } value ? PythonJson.Number(value) : null)],
    };

    /// <summary>The most likely continuation's text, or the text generated after filtering.</summary>
    private static string? AnswerOf(JsonElement row)
    {
        var responses = Responses(row);
        if (responses is [{ ValueKind: JsonValueKind.String } text, ..])
            return text.AsText();
        if (responses.Length < 2)
            return null;

        var best = -1;
        var highest = double.NegativeInfinity;
        for (var i = 0; i < responses.Length; i++)
        {
            if (LogLikelihood(responses[i]) is not { } value || double.IsNaN(value))
                return null;
            if (best < 0 || value > highest)
                (best, highest) = (i, value);
        }

        return row.Get("arguments", string.Create(CultureInfo.InvariantCulture, $"gen_args_{best}"))?.Text("arg_1")?.Trim();
    }

    private static JsonElement[] Responses(JsonElement row) =>
        row.Get("filtered_resps") is { ValueKind: JsonValueKind.Array } responses ? [.. responses.EnumerateArray()] : [];

    private static double? LogLikelihood(JsonElement response) =>
        response.ValueKind == JsonValueKind.Array && response.GetArrayLength() > 0
        && double.TryParse(response[0].AsText(), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;
}
