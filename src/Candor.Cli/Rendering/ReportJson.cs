using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Candor.Reports;
using Candor.Reports.Facts;

namespace Candor.Cli.Rendering;

/// <summary>What <c>candor report --json</c> prints.</summary>
internal static class ReportJson
{
    private static readonly JsonWriterOptions s_options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>An object with the page, the verdicts and what is missing.</summary>
    public static string Text(ReportResult result)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, s_options))
        {
            json.WriteStartObject();
            json.WriteString("report", result.HtmlPath);
            json.WriteString("summary", VerdictWords.Summary(result.Facts));
            json.WriteStartArray("pairs");
            foreach (var pair in result.Facts.Pairs)
                WritePair(json, pair);
            json.WriteEndArray();
            json.WriteStartArray("gaps");
            foreach (var gap in result.Facts.Gaps)
                json.WriteStringValue($"{gap.Step}: {gap.Reason}");
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer().AsSpan(0, (int)stream.Length));
    }

    private static void WritePair(Utf8JsonWriter json, PairFacts pair)
    {
        json.WriteStartObject();
        json.WriteString("baseline", pair.BaselineName);
        json.WriteString("variant", pair.VariantName);
        json.WriteString("question", pair.Pair.Question);
        json.WriteStartObject("verdicts");
        foreach (var difference in pair.Differences)
            json.WriteString($"{difference.Comparison.Task} {difference.Comparison.MetricName}", VerdictWords.Of(difference));
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
