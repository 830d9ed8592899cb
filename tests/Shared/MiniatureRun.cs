using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Candor.TestSupport;

/// <summary>A miniature evaluation, laid out as lm-eval 0.4 and Candor lay theirs out.</summary>
public sealed class MiniatureRun
{
    private readonly List<(string Task, string Metric, string Filter, double Score, double?[] Values)> _scores = [];
    private readonly Dictionary<string, JsonObject> _columns = [];

    /// <summary>The model's name; its folder.</summary>
    public string Model { get; init; } = "mini";

    /// <summary>The date in the file names.</summary>
    public string Date { get; init; } = "2026-01-02T03-04-05.000006";

    /// <summary>Unix seconds in the results file.</summary>
    public double Seconds { get; init; } = 1_700_000_000;

    /// <summary>Examples in the prompt.</summary>
    public int Shots { get; init; }

    /// <summary>Whether rows name their filter; 0.4.3 does not.</summary>
    public bool NamesFilters { get; init; } = true;

    /// <summary>Contents of the documents, by position; two runs share a document where these are equal.</summary>
    public IReadOnlyList<string>? Documents { get; init; }

    /// <summary>The prompt's other part; two runs share a prompt where it is equal.</summary>
    public string Prompt { get; init; } = "";

    /// <summary>What run.json says, or null for lm-eval's own logs.</summary>
    public JsonObject? RunJson { get; init; }

    /// <summary>Higher is better, for every metric.</summary>
    public bool HigherIsBetter { get; init; } = true;

    /// <summary>Whether the samples are written.</summary>
    public bool LogsSamples { get; init; } = true;

    /// <summary>Adds a metric of a task: one value per document (null writes none), the score their mean unless another is given.</summary>
    public MiniatureRun Add(string task, string metric, double?[] values, string filter = "none", double? score = null)
    {
        _scores.Add((task, metric, filter, score ?? values.Average() ?? 0, values));
        return this;
    }

    /// <summary>Adds columns to a task's row, by the document's position.</summary>
    public MiniatureRun WithColumns(string task, int document, JsonObject columns)
    {
        _columns[$"{task} {document}"] = columns;
        return this;
    }

    /// <summary>Writes everything under a folder.</summary>
    /// <returns>The model's folder.</returns>
    public string Write(string output)
    {
        var folder = Directory.CreateDirectory(Path.Combine(output, Model)).FullName;
        File.WriteAllText(Path.Combine(folder, $"results_{Date}.json"), Bare(Results()));
        if (RunJson is not null)
        {
            RunJson["results"] = $"results_{Date}.json";
            File.WriteAllText(Path.Combine(folder, "run.json"), RunJson.ToJsonString());
        }

        foreach (var task in _scores.Select(score => score.Task).Distinct())
        {
            if (LogsSamples)
                File.WriteAllLines(Path.Combine(folder, $"samples_{task}_{Date}.jsonl"), Rows(task).Select(Bare));
        }

        return folder;
    }

    private JsonObject Results()
    {
        var results = new JsonObject
        {
            ["results"] = new JsonObject(),
            ["configs"] = new JsonObject(),
            ["versions"] = new JsonObject(),
            ["n-shot"] = new JsonObject(),
            ["higher_is_better"] = new JsonObject(),
            ["n-samples"] = new JsonObject(),
            ["config"] = new JsonObject { ["model"] = "hf" },
            ["date"] = Seconds,
            ["lm_eval_version"] = "0.4.13",
            ["model_name"] = Model,
        };
        foreach (var task in _scores.GroupBy(score => score.Task))
        {
            var entry = new JsonObject { ["alias"] = task.Key };
            foreach (var score in task)
            {
                entry[$"{score.Metric},{score.Filter}"] = Number(score.Score);
                entry[$"{score.Metric}_stderr,{score.Filter}"] = 0.1;
            }

            results["results"]![task.Key] = entry;
            results["configs"]![task.Key] = new JsonObject();
            results["versions"]![task.Key] = 1.0;
            results["n-shot"]![task.Key] = Shots;
            results["higher_is_better"]![task.Key] = new JsonObject();
            foreach (var score in task)
                results["higher_is_better"]![task.Key]![score.Metric] = HigherIsBetter;
            results["n-samples"]![task.Key] = new JsonObject { ["original"] = 1000, ["effective"] = task.First().Values.Length };
        }

        return results;
    }

    private IEnumerable<JsonObject> Rows(string task)
    {
        foreach (var filter in _scores.Where(score => score.Task == task).GroupBy(score => score.Filter))
        {
            for (var i = 0; i < filter.First().Values.Length; i++)
                yield return Row(task, filter.Key, i, filter.Select(score => (score.Metric, score.Values[i])));
        }
    }

    private JsonObject Row(string task, string filter, int i, IEnumerable<(string Metric, double? Value)> values)
    {
        var document = Documents?[i] ?? string.Create(CultureInfo.InvariantCulture, $"document {i}");
        var row = new JsonObject
        {
            ["doc_id"] = i,
            ["doc"] = new JsonObject { ["text"] = document },
            ["doc_hash"] = Hash(document),
            ["prompt_hash"] = Hash(Prompt + document),
            ["target_hash"] = Hash("0"),
        };
        if (NamesFilters)
        {
            row["filter"] = filter;
            row["metrics"] = new JsonArray([.. values.Select(value => JsonValue.Create(value.Metric))]);
        }

        foreach (var (metric, value) in values.Where(value => value.Value is not null))
            row[metric] = Number(value!.Value);
        foreach (var (name, value) in _columns.GetValueOrDefault($"{task} {i}") ?? [])
            row[name] = value?.DeepClone();
        return row;
    }

    // Python writes NaN bare; System.Text.Json cannot, so a marker is replaced in the text.
    private static JsonNode Number(double? value) => double.IsNaN(value!.Value) ? JsonValue.Create("<bare NaN>") : JsonValue.Create(value.Value);

    private static string Bare(JsonObject json) => json.ToJsonString().Replace("\"\\u003Cbare NaN\\u003E\"", "NaN", StringComparison.Ordinal);

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
