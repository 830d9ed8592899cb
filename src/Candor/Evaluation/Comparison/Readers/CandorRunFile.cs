using System.Text.Json;

namespace Candor.Evaluation.Comparison.Readers;

/// <summary>What <c>run.json</c> says beyond lm-eval's own files. It speaks only of the one results file that it names.</summary>
internal sealed record CandorRunFile
{
    public const string FileName = "run.json";

    public required string Version { get; init; }

    public required string Protocol { get; init; }

    public required string? Model { get; init; }

    public required string? ModelDigest { get; init; }

    public required string? Template { get; init; }

    /// <summary>Task → SHA-256 of its data files.</summary>
    public required IReadOnlyDictionary<string, string> DataSha256 { get; init; }

    /// <summary>Reads the file in the results file's folder or the one above; null where neither speaks of these results.</summary>
    /// <exception cref="InputException">It is damaged.</exception>
    public static CandorRunFile? BesideResults(string results)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(results))!;
        foreach (var candidate in new[] { folder, Path.GetDirectoryName(folder) })
        {
            var path = Path.Combine(candidate ?? "", FileName);
            if (candidate is not null && File.Exists(path) && Read(path, Path.GetFileName(results)) is { } run)
                return run;
        }

        return null;
    }

    private static CandorRunFile? Read(string path, string results)
    {
        using var document = JsonFiles.ReadObject(path);
        var root = document.RootElement;
        if (root.Text("results") is not { } named || Path.GetFileName(named) != results)
            return null;

        return new CandorRunFile
        {
            Version = root.Text("candor_version") ?? "",
            Protocol = root.Text("protocol") ?? throw new InputException($"{path}: protocol: expected a name"),
            Model = root.Get("model")?.Text("name"),
            ModelDigest = root.Get("model")?.Text("digest"),
            Template = root.Get("template") is { } template ? $"{template.Text("name")} {template.Text("sha256")}" : null,
            DataSha256 = DataHashes(root),
        };
    }

    private static Dictionary<string, string> DataHashes(JsonElement root)
    {
        var hashes = new Dictionary<string, string>();
        if (root.Get("tasks") is not { ValueKind: JsonValueKind.Object } tasks)
            return hashes;
        foreach (var task in tasks.EnumerateObject())
        {
            if (task.Value.Text("data_sha256") is { } hash)
                hashes[task.Name] = hash;
        }

        return hashes;
    }
}
