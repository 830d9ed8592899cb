namespace Candor.Checkpoints;

/// <summary>
/// A LLaMA checkpoint in the Hugging Face layout, opened and checked: <c>config.json</c> and weights (safetensors or <c>.bin</c>) that fit
/// it. The tensors are exactly the model's weights under the model's names, whatever else the files hold.
/// </summary>
public sealed class CheckpointFolder : ICheckpoint
{
    /// <summary>Where weights are looked for, in transformers' order: safetensors before .bin, one file before shards.</summary>
    private static readonly string[] WeightNames =
        ["model.safetensors", "model.safetensors.index.json", "pytorch_model.bin", "pytorch_model.bin.index.json"];

    private readonly ITensorSource _source;
    private readonly IReadOnlyDictionary<string, TensorEntry> _stored;
    private readonly OrderedDictionary<string, TensorEntry> _tensors = new(StringComparer.Ordinal);

    private CheckpointFolder(string path, LlamaConfig config, ITensorSource source, CheckpointMatch match)
    {
        _source = source;
        _stored = match.Weights;
        foreach (var (name, entry) in match.Weights)
            _tensors.Add(name, entry with { Name = name });
        FullPath = path;
        Config = config;
        WeightFiles = [.. match.Weights.Values.Select(entry => entry.File).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <inheritdoc />
    public string FullPath { get; }

    /// <inheritdoc />
    public LlamaConfig Config { get; }

    /// <inheritdoc />
    public IReadOnlyList<string> WeightFiles { get; }

    /// <summary>The model's weights by the names of <see cref="LlamaTensors.Expected"/>, in ordinal order; shapes and dtypes are checked.</summary>
    public IReadOnlyDictionary<string, TensorEntry> Tensors => _tensors;

    /// <summary>Opens a folder. Only headers are read.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="InputException">
    /// Something is absent, unreadable or unsupported, or weights and configuration do not fit; the message says what and where.
    /// </exception>
    public static CheckpointFolder Open(string path)
    {
        var folder = Path.GetFullPath(path);
        if (!Directory.Exists(folder))
            throw new InputException($"{folder}: expected a folder, found none");
        var config = LlamaConfigReader.Read(Path.Combine(folder, "config.json"));
        var weights = OpenWeights(folder);
        try
        {
            var match = CheckpointValidation.Match(config, weights.Tensors);
            match.ThrowIfBad(folder);
            return new CheckpointFolder(folder, config, weights, match);
        }
        catch
        {
            weights.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public TensorView View(string name) => _source.View(_stored[name].Name);

    /// <inheritdoc />
    public void Dispose() => _source.Dispose();

    /// <summary>Whether a folder holds a whole model's weights.</summary>
    internal static bool HasWeights(string folder) => FindWeights(folder) is not null;

    /// <summary>Opens the weights of a folder: one file, or the shards of an index.</summary>
    /// <exception cref="InputException">There are none that can be read.</exception>
    internal static ITensorSource OpenWeights(string folder)
    {
        if (FindWeights(folder) is { } path)
            return path.EndsWith(".json", StringComparison.Ordinal) ? ShardedWeights.Open(path) : WeightSource.Open(path);
        throw new InputException(File.Exists(Path.Combine(folder, "adapter_config.json"))
            ? $"{folder}: expected a whole model, found an adapter (adapter_config.json) without its base"
            : $"{folder}: expected {string.Join(", ", WeightNames[..^1])} or {WeightNames[^1]}, found none of them");
    }

    private static string? FindWeights(string folder) => WeightNames.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
}
