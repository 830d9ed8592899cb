using System.Text.Json;
using System.Text.RegularExpressions;

namespace Candor.Evaluation.Results;

/// <summary>
/// The folder of one model's runs, <c>OUTPUT/model_name_sanitized</c>. Every file appears whole; <c>run.json</c> comes last. A run that is
/// killed while it writes leaves <c>run.json.tmp</c>, which names what it had begun: the next one clears that away and writes it anew.
/// </summary>
internal sealed partial class RunFolder
{
    private const string RunFile = "run.json";

    /// <summary>A <c>run.json</c> is a few kilobytes; nothing else is read as one.</summary>
    private const long MaximumRunFileBytes = 16L << 20;

    private readonly string _path;

    private RunFolder(string path) => _path = path;

    /// <summary>The journal of this folder.</summary>
    public string JournalPath => Path.Combine(_path, "journal.jsonl");

    /// <summary>Creates the folder where it is absent, and clears away what a killed run left half done.</summary>
    /// <exception cref="InputException">The folder cannot be made.</exception>
    public static RunFolder Open(string output, string modelName)
    {
        var folder = new RunFolder(Path.Combine(output, Sanitize(modelName)));
        try
        {
            Directory.CreateDirectory(folder._path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{folder._path}: the output folder cannot be made: {e.Message}", e);
        }

        return folder;
    }

    /// <summary>lm-eval's name of a model's folder: each run of <c>"&lt;&gt;:/|\?*[]</c> becomes two underscores.</summary>
    public static string Sanitize(string modelName)
    {
        var name = ForbiddenCharacters().Replace(modelName, "__");
        return name is "." or ".." or "" ? "_" : name;
    }

    /// <summary>Removes the files of a run that was killed while it wrote them. Call while the journal is held.</summary>
    public void ClearUnfinished()
    {
        foreach (var name in ReadNames(RunFile + AtomicFile.TemporarySuffix, settings: null).Except(ReadNames(RunFile, settings: null)))
            File.Delete(Path.Combine(_path, name));
        foreach (var leftover in Directory.EnumerateFiles(_path, "*" + AtomicFile.TemporarySuffix))
            File.Delete(leftover);
    }

    /// <summary>Writes all files of a run; the results of an earlier run with the same settings go.</summary>
    /// <returns>The results file.</returns>
    public string Write(RunFacts facts)
    {
        var names = RunFileNames.At(facts.Finished);
        var run = Path.Combine(_path, RunFile);
        AtomicFile.WriteTemporary(run, output => RunJson.Write(output, facts, names));
        foreach (var task in facts.Tasks)
            AtomicFile.Write(Path.Combine(_path, names.Samples(task.Task.Name)), output => SamplesJson.Write(output, task));
        var results = Path.Combine(_path, names.Results);
        AtomicFile.Write(results, output => ResultsJson.Write(output, facts));

        var replaced = ReadNames(RunFile, RunJson.SettingsDigest(facts)).ToList();
        AtomicFile.Commit(run);
        foreach (var name in replaced.Except(ReadNames(RunFile, settings: null)))
            File.Delete(Path.Combine(_path, name));
        return results;
    }

    /// <summary>The plain names of results and sample files that a run.json lists; none where it is absent or not ours.</summary>
    /// <param name="file">Its name.</param>
    /// <param name="settings">Only if it has this digest; null for any.</param>
    private List<string> ReadNames(string file, string? settings)
    {
        var path = Path.Combine(_path, file);
        if (!File.Exists(path) || new FileInfo(path).Length > MaximumRunFileBytes)
            return [];
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            var root = document.RootElement;
            if (settings is not null && root.GetProperty("settings_sha256").GetString() != settings)
                return [];
            var names = root.GetProperty("samples").EnumerateObject().Select(sample => sample.Value.GetString())
                .Append(root.GetProperty("results").GetString());
            return [.. names.OfType<string>().Where(IsResultFile)];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return [];
        }
    }

    /// <summary>Only files that this class writes are ever deleted.</summary>
    private static bool IsResultFile(string name) => Path.GetFileName(name) == name
        && (name.StartsWith(RunFileNames.ResultsPrefix, StringComparison.Ordinal)
            || name.StartsWith(RunFileNames.SamplesPrefix, StringComparison.Ordinal));

    [GeneratedRegex("""["<>:/|\\?*\[\]]+""", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ForbiddenCharacters();
}
