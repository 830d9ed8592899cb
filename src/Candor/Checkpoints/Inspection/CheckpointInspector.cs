using Candor.Conversations.Templates;

namespace Candor.Checkpoints.Inspection;

/// <summary>
/// Looks at a checkpoint without loading it. Unlike <see cref="CheckpointFolder"/> it takes what it finds: what keeps a model from being
/// loaded is listed, and only files that cannot be read at all are refused.
/// </summary>
public static class CheckpointInspector
{
    private const string ConfigName = "config.json";
    private const string AdapterConfigName = "adapter_config.json";

    private static readonly string[] WeightExtensions = [".safetensors", ".bin", ".pt", ".pth", ".gguf"];

    private static readonly string[] TokenizerNames =
        ["added_tokens.json", "merges.txt", "special_tokens_map.json", "tokenizer.json", "tokenizer.model", "tokenizer_config.json", "vocab.json"];

    /// <summary>Files that hold a part of a model: an adapter, a projector, what LLaVA trains beside an adapter.</summary>
    private static readonly string[] PartNames = ["adapter_model", "mm_projector", "non_lora_trainables"];

    /// <summary>Reports on a folder or on one file of weights.</summary>
    /// <param name="path">The folder or file.</param>
    /// <param name="report">Called now and then with the bytes hashed so far and in all.</param>
    /// <param name="cancellation">Seen while hashing.</param>
    /// <exception cref="InputException">There is nothing at the path, or a file in it is broken.</exception>
    public static CheckpointReport Inspect(string path, Action<long, long>? report = null, CancellationToken cancellation = default)
    {
        var full = System.IO.Path.GetFullPath(path);
        if (Checkpoint.IsGguf(full))
            return GgufInspection.Inspect(full, report, cancellation);
        if (!Directory.Exists(full))
            return InspectFile(full, report, cancellation);
        var found = Examine(full);
        using var source = found.Source;
        return Summarise(found, report, cancellation) with { ChatTemplate = ChatTemplateReport.Of(CarriedChatTemplate.Read(full)) };
    }

    private static CheckpointReport InspectFile(string path, Action<long, long>? report, CancellationToken cancellation)
    {
        using var file = WeightSource.Open(path);
        return Summarise(new Findings { Path = path, Source = file, FileNames = [path] }, report, cancellation);
    }

    private static Findings Examine(string folder)
    {
        string? Existing(string name) => File.Exists(System.IO.Path.Combine(folder, name)) ? System.IO.Path.Combine(folder, name) : null;
        var config = Existing(ConfigName) is { } configPath ? ConfigObject.Read(configPath) : (ConfigObject?)null;
        var adapter = Existing(AdapterConfigName) is { } adapterPath ? AdapterReport.Read(adapterPath) : null;
        string? Part(string name) => Existing($"{name}.safetensors") ?? Existing($"{name}.bin");
        List<string> parts = [.. PartNames.Select(Part).OfType<string>()], problems = [];
        var source = CheckpointFolder.HasWeights(folder) ? CheckpointFolder.OpenWeights(folder)
            : parts.Count > 0 ? ShardedWeights.Open(parts)
            : null;
        var files = Directory.EnumerateFiles(folder).Where(IsWeightFile).Order(StringComparer.Ordinal).ToList();
        if (source is null)
            problems.Add(files.Count > 0 ? "expected weights under a usual name, found other files" : "expected weights, found none");
        return new Findings
        {
            Path = folder,
            Source = source,
            Config = config,
            Adapter = adapter,
            FileNames = files,
            Tokenizer = [.. TokenizerNames.Where(name => Existing(name) is not null)],
            Problems = problems,
        };
    }

    private static bool IsWeightFile(string path) =>
        WeightExtensions.Contains(System.IO.Path.GetExtension(path), StringComparer.OrdinalIgnoreCase)
        && !System.IO.Path.GetFileName(path).StartsWith("training_args", StringComparison.Ordinal);

    private static CheckpointReport Summarise(Findings found, Action<long, long>? report, CancellationToken cancellation)
    {
        var stored = found.Source?.Tensors ?? new Dictionary<string, TensorEntry>(StringComparer.Ordinal);
        var vision = VisionParts.Find(found.Config, stored.Values);
        var decoder = DecoderFindings.Of(found, stored);
        var weights = decoder.Match is { Problems.Count: 0 } match && vision is null
            ? match.Weights
            : stored.Where(pair => !LlamaTensors.IsIgnored(pair.Key)).ToDictionary(StringComparer.Ordinal);
        var dtypes = weights.Values.GroupBy(entry => entry.Dtype.TorchName())
            .Select(group => (Name: group.Key, Count: group.Sum(entry => entry.ElementCount)))
            .OrderByDescending(row => row.Count).ThenBy(row => row.Name, StringComparer.Ordinal).ToList();
        return new CheckpointReport
        {
            Path = found.Path,
            Architecture = found.Config?.TextOrList("architectures") is [var first, ..] ? first : null,
            ModelType = found.Config?.Text("model_type"),
            Parameters = dtypes.Sum(row => row.Count),
            Dtype = dtypes.Select(row => row.Name).FirstOrDefault(),
            Dtypes = new OrderedDictionary<string, long>(dtypes.Select(row => KeyValuePair.Create(row.Name, row.Count))),
            Tokenizer = found.Tokenizer,
            Vision = vision,
            Adapters = found.Adapter is { } adapter ? [adapter] : [],
            Digest = found.Source is { } source ? Digest(source, weights, report, cancellation) : null,
            Files = [.. found.FileNames.Select(file => WeightFile(file, stored.Values))],
            Config = decoder.Config,
            SetAside = decoder.Match?.SetAside ?? [],
            Problems = [.. found.Problems, .. decoder.Problems],
        };
    }

    private static string Digest(
        ITensorSource source, IReadOnlyDictionary<string, TensorEntry> weights, Action<long, long>? report, CancellationToken cancellation)
    {
        var total = weights.Values.Sum(entry => entry.ElementCount * entry.Dtype.ByteSize());
        return WeightsDigest.Compute(source, weights, report is null ? null : done => report(done, total), cancellation);
    }

    private static WeightFileReport WeightFile(string path, IEnumerable<TensorEntry> tensors)
    {
        var count = tensors.Count(entry => entry.File == path);
        return new WeightFileReport(System.IO.Path.GetFileName(path), new FileInfo(path).Length, count > 0 ? count : null);
    }
}
