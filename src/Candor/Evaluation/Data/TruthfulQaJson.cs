using System.Text.Json;
using Candor.Evaluation.Tasks;

namespace Candor.Evaluation.Data;

/// <summary>
/// Reads TruthfulQA's <c>mc_task.json</c>: an array of <c>{question, mc1_targets, mc2_targets}</c>, answers mapped to 1 or 0.
/// </summary>
internal static class TruthfulQaJson
{
    /// <summary>Reads all questions. The order of an object's keys is the order of the answers.</summary>
    /// <exception cref="InputException">Not that form, with file and row.</exception>
    public static IReadOnlyList<TruthfulQaRow> Read(DataFile file)
    {
        try
        {
            using var document = JsonDocument.Parse(file.Bytes);
            if (document.RootElement.ValueKind != JsonValueKind.Array)
                throw new InputException($"{file.FullPath}: expected an array of questions, found {document.RootElement.ValueKind}");
            return [.. document.RootElement.EnumerateArray().Select((element, index) => ReadRow(file.FullPath, element, index))];
        }
        catch (JsonException e)
        {
            throw new InputException($"{file.FullPath}: line {e.LineNumber + 1}: not valid JSON: {e.Message}", e);
        }
    }

    private static TruthfulQaRow ReadRow(string path, JsonElement element, int index)
    {
        var place = $"{path}: row {index}";
        if (element.ValueKind != JsonValueKind.Object)
            throw new InputException($"{place}: expected an object, found {element.ValueKind}");
        if (!element.TryGetProperty("question", out var question) || question.ValueKind != JsonValueKind.String)
            throw new InputException($"{place}: question: expected a text, found {Kind(element, "question")}");

        var mc1 = ReadChoices(place, element, "mc1_targets");
        if (mc1.Labels[0] != 1 || mc1.Labels.Sum() != 1)
        {
            throw new InputException(
                $"{place}: mc1_targets: expected one true answer, the first, found labels {Shorten(string.Join(' ', mc1.Labels))}");
        }

        return new TruthfulQaRow(index, Text(place, question), mc1, ReadChoices(place, element, "mc2_targets"));
    }

    private static ChoiceSet ReadChoices(string place, JsonElement element, string key)
    {
        if (!element.TryGetProperty(key, out var targets) || targets.ValueKind != JsonValueKind.Object)
            throw new InputException($"{place}: {key}: expected an object of answers, found {Kind(element, key)}");

        // As a Python dictionary: a repeated key keeps its first place and takes its last value.
        var choices = new OrderedDictionary<string, int>();
        foreach (var target in targets.EnumerateObject())
            choices[Text(place, target)] = Label(place, key, target.Value);
        if (!choices.ContainsValue(1) || !choices.ContainsValue(0))
            throw new InputException($"{place}: {key}: expected true and false answers, found {choices.Count} of one kind");
        return new ChoiceSet([.. choices.Keys], [.. choices.Values]);
    }

    private static int Label(string place, string key, JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var label) && label is 0 or 1
            ? label
            : throw new InputException($"{place}: {key}: expected 0 or 1, found {Shorten(value.GetRawText())}");

    private static string Text(string place, JsonElement element) => Guard(place, () => element.GetString()!);

    private static string Text(string place, JsonProperty property) => Guard(place, () => property.Name);

    /// <summary>An escaped half of a surrogate pair is valid JSON and no text.</summary>
    private static string Guard(string place, Func<string> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException e)
        {
            throw new InputException($"{place}: expected Unicode text, found a broken character", e);
        }
    }

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "…";

    private static string Kind(JsonElement element, string key) =>
        element.TryGetProperty(key, out var found) ? found.ValueKind.ToString() : "nothing";
}
