using System.Runtime.InteropServices;
using Candor.Evaluation.Planning;
using Candor.Evaluation.Running;
using Candor.Evaluation.Text;

namespace Candor.Evaluation.Results;

/// <summary>
/// <c>run.json</c>: what made the results file that it names. Everything outside <c>date</c>, <c>machine</c> and the times in file names
/// is the same for the same settings, however often the evaluation was interrupted; what this session did stands in <c>machine</c>.
/// </summary>
internal static class RunJson
{
    /// <summary>Writes the object.</summary>
    public static void Write(Stream output, RunFacts facts, RunFileNames names)
    {
        using var writer = new PythonJsonWriter(output, indented: true);
        writer.StartObject();
        writer.Member("results", names.Results);
        writer.Name("samples");
        writer.StartObject();
        foreach (var task in facts.Tasks)
            writer.Member(task.Task.Name, names.Samples(task.Task.Name));
        writer.EndObject();
        writer.Member("settings_sha256", SettingsDigest(facts));
        WriteSettings(writer, facts);
        WriteScores(writer, facts);
        writer.Name("warnings");
        writer.Values(facts.Warnings);
        WriteProvenance(writer, facts);
        writer.EndObject();
    }

    /// <summary>Equal for two runs that ask the same of the same model: the later replaces the earlier.</summary>
    public static string SettingsDigest(RunFacts facts) => Sha256.OfJson(writer =>
    {
        writer.StartObject();
        WriteSettings(writer, facts);
        writer.EndObject();
    });

    private static void WriteSettings(PythonJsonWriter writer, RunFacts facts)
    {
        writer.Member("protocol", facts.Plan.Protocol.Name);
        writer.Member("harness", facts.Plan.Protocol.Harness);
        writer.Member("template", (string?)null);
        WriteModel(writer, facts);
        writer.Name("tasks");
        writer.StartObject();
        foreach (var task in facts.Tasks)
            WriteTask(writer, task);
        writer.EndObject();
        writer.Name("seeds");
        writer.StartObject();
        if (facts.Plan.Protocol.ShuffleSeed is { } seed)
            writer.Member("shuffle", seed);
        writer.EndObject();
        WriteLimits(writer, facts.Plan.Limits);
        writer.Member("num_fewshot", facts.Plan.FewshotCount);
    }

    private static void WriteLimits(PythonJsonWriter writer, DocumentLimits limits)
    {
        writer.Member("limit", limits.Default);
        if (limits.ByTask.Count == 0)
            return;
        writer.Name("limits");
        writer.StartObject();
        foreach (var (task, limit) in limits.ByTask.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            writer.Member(task, limit);
        writer.EndObject();
    }

    private static void WriteModel(PythonJsonWriter writer, RunFacts facts)
    {
        writer.Name("model");
        writer.StartObject();
        writer.Member("name", facts.Model.Name);
        writer.Member("digest", facts.Model.Digest);
        writer.Member("dtype", facts.Model.Dtype);
        writer.Member("parameters", facts.Model.ParameterCount);
        writer.Member("max_length", facts.Model.MaxLength);
        writer.Member("tokenizer_digest", facts.Model.TokenizerDigest);
        writer.EndObject();
    }

    private static void WriteTask(PythonJsonWriter writer, TaskOutcome task)
    {
        writer.Name(task.Task.Name);
        writer.StartObject();
        writer.Name("version");
        writer.RawValue(task.Task.Edition.Version);
        writer.Member("paper_name", task.Task.Task.Card.PaperName);
        writer.Member("data", task.Task.Task.Card.DataPath);
        writer.Member("data_sha256", task.Task.DataSha256);
        writer.Member("requests_sha256", task.Task.RequestsSha256);
        if (task.Task.Pictures is { } pictures)
            WritePictures(writer, pictures);
        writer.EndObject();
    }

    /// <summary>By task: prompts of text alone are in no template, also where another task's are.</summary>
    private static void WritePictures(PythonJsonWriter writer, PictureSettings pictures)
    {
        writer.Name("template");
        writer.StartObject();
        writer.Member("name", pictures.Template.Name);
        writer.Member("sha256", pictures.Template.ComputeSha256());
        writer.EndObject();
        writer.Member("images", pictures.Images);
    }

    private static void WriteScores(PythonJsonWriter writer, RunFacts facts)
    {
        writer.Name("scores");
        writer.StartArray();
        foreach (var score in facts.Tasks.SelectMany(task => task.Scores))
            ScoreJson.Write(writer, score);
        writer.EndArray();
    }

    private static void WriteProvenance(PythonJsonWriter writer, RunFacts facts)
    {
        writer.Member("candor_version", CandorVersion.Version);
        writer.Name("package_versions");
        writer.StartObject();
        foreach (var (name, version) in facts.Settings.PackageVersions.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            writer.Member(name, version);
        writer.EndObject();
        writer.Member("commit", CandorVersion.Commit);
        writer.Name("totals");
        writer.StartObject();
        writer.Member("tokens_asked_for", facts.Tokens.AskedFor);
        writer.Member("distinct_prefixes", facts.Tokens.DistinctPrefixes);
        writer.Member("truncated_requests", facts.Tokens.Truncated);
        writer.EndObject();
        WriteMachine(writer, facts);
        writer.Member("date", facts.Started.ToString("O"));
    }

    private static void WriteMachine(PythonJsonWriter writer, RunFacts facts)
    {
        writer.Name("machine");
        writer.StartObject();
        writer.Member("system", RuntimeInformation.OSDescription);
        writer.Member("architecture", RuntimeInformation.OSArchitecture.ToString());
        writer.Member("runtime", RuntimeInformation.FrameworkDescription);
        writer.Member("processors", Environment.ProcessorCount);
        writer.Member("device", facts.Settings.Device);
        writer.Member("batch_size", facts.Settings.BatchSize);
        writer.Member("tokens_computed", facts.Totals.TokensComputed);
        writer.Member("total_evaluation_time_seconds", facts.Elapsed.TotalSeconds);
        writer.EndObject();
    }
}
