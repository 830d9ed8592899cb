using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Candor.Reports.Facts;

namespace Candor.Reports.Html;

/// <summary>
/// The changed documents as data in the page. Angle brackets and ampersands are escaped inside the JSON, so no text of a benchmark can end the
/// element that holds it.
/// </summary>
internal static class DocumentJson
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>An object with the pairs' names and the documents.</summary>
    public static string Text(StudyFacts facts)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, s_options))
        {
            json.WriteStartObject();
            json.WriteStartArray("pairs");
            foreach (var pair in facts.Pairs)
                WritePair(json, pair);
            json.WriteEndArray();
            json.WriteStartArray("documents");
            foreach (var document in facts.Changed.Documents)
                WriteDocument(json, document, facts.Pairs.Index().First(pair => pair.Item == document.Pair).Index);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer().AsSpan(0, (int)stream.Length));
    }

    private static void WritePair(Utf8JsonWriter json, PairFacts pair)
    {
        json.WriteStartObject();
        json.WriteString("name", pair.Name);
        json.WriteString("baseline", pair.BaselineName);
        json.WriteString("variant", pair.VariantName);
        json.WriteNumber("baselineSeeds", pair.Baseline.Count);
        json.WriteNumber("variantSeeds", pair.Variant.Count);
        json.WriteEndObject();
    }

    private static void WriteDocument(Utf8JsonWriter json, ChangedDocument document, int pair)
    {
        json.WriteStartObject();
        json.WriteNumber("pair", pair);
        json.WriteString("task", document.Task);
        json.WriteString("metric", document.Metric);
        json.WriteNumber("id", document.Id);
        json.WriteString("hash", document.Hash);
        json.WriteNumber("a", document.ValueA);
        json.WriteNumber("b", document.ValueB);
        if (document.Question is not null)
            json.WriteString("question", document.Question);
        if (document.Image is not null)
            json.WriteString("image", document.Image);
        json.WriteStartArray("answers");
        foreach (var answer in document.Answers)
            WriteAnswer(json, answer);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteAnswer(Utf8JsonWriter json, ChangedAnswer answer)
    {
        json.WriteStartArray();
        json.WriteStringValue(answer.Text);
        json.WriteNumberValue(answer.IsRight ? 1 : 0);
        WriteLikelihood(json, answer.LogLikelihoodA);
        WriteLikelihood(json, answer.LogLikelihoodB);
        json.WriteNumberValue(answer.ChosenA);
        json.WriteNumberValue(answer.ChosenB);
        json.WriteEndArray();
    }

    private static void WriteLikelihood(Utf8JsonWriter json, double value)
    {
        if (double.IsFinite(value))
            json.WriteNumberValue(Math.Round(value, 4));
        else
            json.WriteNullValue();
    }
}
