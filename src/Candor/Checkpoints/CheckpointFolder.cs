namespace Candor.Checkpoints;

/// <summary>
/// A LLaMA checkpoint in the Hugging Face layout, opened and checked: <c>config.json</c> and safetensors weights that fit it. The tensors
/// are exactly the model's weights under the model's names, whatever else the files hold.
/// </summary>
public sealed class CheckpointFolder : ITensorSource
{
    private const string SingleFileName = "model.safetensors";

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

    /// <summary>Full path of the folder.</summary>
    public string FullPath { get; }

    /// <summary>The configuration.</summary>
    public LlamaConfig Config { get; }

    /// <summary>Full paths of the files that hold the weights, in ordinal order.</summary>
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

    /// <summary>Whether a folder holds a model's weights as safetensors.</summary>
    internal static bool HasSafetensors(string folder) =>
        File.Exists(Path.Combine(folder, SingleFileName)) || File.Exists(Path.Combine(folder, SafetensorsIndex.FileName));

    /// <summary>Opens the weights of a folder as transformers looks for them: one safetensors file, else an index of shards.</summary>
    /// <exception cref="InputException">There are none that can be read.</exception>
    internal static ITensorSource OpenWeights(string folder)
    {
        bool Has(string name) => File.Exists(Path.Combine(folder, name));
        if (Has(SingleFileName))
            return SafetensorsFile.Open(Path.Combine(folder, SingleFileName));
        if (Has(SafetensorsIndex.FileName))
            return ShardedSafetensors.Open(Path.Combine(folder, SafetensorsIndex.FileName));
        if (Has("pytorch_model.bin") || Has("pytorch_model.bin.index.json"))
            throw new InputException($"{folder}: expected safetensors weights, found only pytorch_model.bin: .bin weights are not read yet; convert them to safetensors");
        if (Has("adapter_config.json"))
            throw new InputException($"{folder}: expected a whole model, found an adapter (adapter_config.json) without its base");
        throw new InputException($"{folder}: expected {SingleFileName} or {SafetensorsIndex.FileName}, found neither");
    }
}
