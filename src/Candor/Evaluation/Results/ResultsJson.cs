using System.Globalization;
using Candor.Evaluation.Metrics;
using Candor.Evaluation.Running;
using Candor.Evaluation.Text;

namespace Candor.Evaluation.Results;

/// <summary>
/// The results object with lm-eval 0.4.13's keys in its order, under every protocol. Keys that describe another program (its commit, its
/// libraries' versions) are null.
/// </summary>
internal static class ResultsJson
{
    private const string Filter = ",none";

    /// <summary>Writes the object.</summary>
    public static void Write(Stream output, RunFacts facts)
    {
        using var writer = new PythonJsonWriter(output, indented: true);
        writer.StartObject();
        WriteResults(writer, facts);
        writer.Name("group_subtasks");
        WriteEmpty(writer);
        PerTask(writer, "configs", facts, task => TaskConfigJson.Write(writer, facts.Plan, task));
        PerTask(writer, "versions", facts, task => writer.RawValue(task.Task.Edition.Version));
        PerTask(writer, "n-shot", facts, _ => writer.Value(facts.Plan.FewshotCount));
        PerTask(writer, "higher_is_better", facts, task => WriteHigherIsBetter(writer, task));
        PerTask(writer, "n-samples", facts, task => WriteCounts(writer, task));
        WriteRunConfig(writer, facts);
        WriteEnvironment(writer, facts);
        writer.EndObject();
    }

    private static void WriteResults(PythonJsonWriter writer, RunFacts facts) => PerTask(writer, "results", facts, task =>
    {
        writer.StartObject();
        writer.Member("name", task.Task.Name);
        writer.Member("alias", task.Task.Name);
        writer.Member("sample_len", task.Documents.Count);
        foreach (var score in task.Scores)
            WriteScore(writer, score);
        writer.EndObject();
    });

    /// <summary>A figure that is not there (a mean of nothing, an error of one value) is <c>N/A</c>, as lm-eval writes it.</summary>
    private static void WriteScore(PythonJsonWriter writer, ScoreCard score)
    {
        WriteOrNotAvailable(writer, score.Metric + Filter, score.Count == 0 ? null : score.Value);
        WriteOrNotAvailable(writer, score.Metric + "_stderr" + Filter, score.ReportsStandardError ? score.StandardError : null);
    }

    private static void WriteOrNotAvailable(PythonJsonWriter writer, string key, double? value)
    {
        if (value is { } number)
            writer.Member(key, number);
        else
            writer.Member(key, "N/A");
    }

    private static void WriteHigherIsBetter(PythonJsonWriter writer, TaskOutcome task)
    {
        writer.StartObject();
        foreach (var score in task.Scores)
            writer.Member(score.Metric, true);
        writer.EndObject();
    }

    private static void WriteCounts(PythonJsonWriter writer, TaskOutcome task)
    {
        writer.StartObject();
        writer.Member("original", task.Task.OriginalCount);
        writer.Member("effective", task.Documents.Count);
        writer.EndObject();
    }

    private static void WriteRunConfig(PythonJsonWriter writer, RunFacts facts)
    {
        writer.Name("config");
        writer.StartObject();
        writer.Member("model", facts.Settings.ModelSource);
        writer.Name("model_args");
        writer.StartObject();
        writer.Member("pretrained", facts.Model.Name);
        if (facts.Model.Dtype is { } dtype)
            writer.Member("dtype", dtype);
        writer.EndObject();
        writer.Member("model_num_parameters", facts.Model.ParameterCount);
        writer.Member("model_dtype", facts.Model.Dtype);
        writer.Member("model_revision", (string?)null);
        writer.Member("model_sha", facts.Model.Digest);
        writer.Member("batch_size", facts.Settings.BatchSize);
        writer.Name("batch_sizes");
        writer.StartArray();
        writer.EndArray();
        writer.Member("device", facts.Settings.Device);
        writer.Member("use_cache", (string?)null);
        writer.Name("limit");
        writer.RawValue(facts.Plan.Limits.Default is { } limit ? PythonFloat.Repr(limit) : "null");
        // lm-eval's defaults. Nothing here is bootstrapped, and no generator but the protocol's own shuffle is used.
        writer.Member("bootstrap_iters", 100000);
        writer.Name("gen_kwargs");
        WriteEmpty(writer);
        writer.Member("random_seed", 0);
        writer.Member("numpy_seed", 1234);
        writer.Member("torch_seed", 1234);
        writer.Member("fewshot_seed", 1234);
        writer.EndObject();
    }

    private static void WriteEnvironment(PythonJsonWriter writer, RunFacts facts)
    {
        writer.Member("git_hash", CandorVersion.Commit);
        writer.Member("date", facts.Started.ToUnixTimeMilliseconds() / 1000.0);
        writer.Member("pretty_env_info", (string?)null);
        writer.Member("transformers_version", (string?)null);
        writer.Member("lm_eval_version", (string?)null);
        writer.Member("candor_version", CandorVersion.Version);
        writer.Member("upper_git_hash", (string?)null);
        writer.Member("max_length", facts.Model.MaxLength);
        PerTask(writer, "task_hashes", facts, task => writer.Value(task.TaskHash));
        writer.Member("model_source", facts.Settings.ModelSource);
        writer.Member("model_name", facts.Model.Name);
        writer.Member("model_name_sanitized", RunFolder.Sanitize(facts.Model.Name));
        writer.Member("system_instruction", (string?)null);
        writer.Member("system_instruction_sha", (string?)null);
        writer.Member("fewshot_as_multiturn", (string?)null);
        writer.Member("chat_template", (string?)null);
        writer.Member("chat_template_sha", (string?)null);
        writer.Member("total_evaluation_time_seconds", facts.Elapsed.TotalSeconds.ToString("R", CultureInfo.InvariantCulture));
    }

    private static void PerTask(PythonJsonWriter writer, string name, RunFacts facts, Action<TaskOutcome> write)
    {
        writer.Name(name);
        writer.StartObject();
        foreach (var task in facts.Tasks)
        {
            writer.Name(task.Task.Name);
            write(task);
        }

        writer.EndObject();
    }

    private static void WriteEmpty(PythonJsonWriter writer)
    {
        writer.StartObject();
        writer.EndObject();
    }
}
