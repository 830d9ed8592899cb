namespace Candor.Checkpoints.Adapters;

/// <summary>
/// A LoRA adapter in PEFT's layout (<c>adapter_config.json</c>, <c>adapter_model.safetensors</c> or <c>.bin</c>, and LLaVA's
/// <c>non_lora_trainables</c>), opened and checked against the model it belongs to. PEFT itself accepts missing, extra and misnamed
/// tensors with at most a warning, and the adapter then has half an effect or none; here they are refused by name.
/// </summary>
public sealed class PeftAdapter : IDisposable
{
    internal const string ConfigName = "adapter_config.json";

    private readonly List<ITensorSource> _sources = [];

    private PeftAdapter(string path, PeftConfig config) => (FullPath, Config) = (path, config);

    /// <summary>Full path of the folder.</summary>
    public string FullPath { get; }

    /// <summary>The adapter's configuration.</summary>
    public PeftConfig Config { get; }

    /// <summary>The model with the adapter in it: the base model's configuration, its vocabulary resized where the adapter's is.</summary>
    public LlamaConfig Model { get; private set; } = null!;

    /// <summary>The updates of modules, in the model's order.</summary>
    public IReadOnlyList<LoraTarget> Targets { get; private set; } = [];

    /// <summary>The file that holds the tensors of <see cref="Targets"/>, by the names of their entries.</summary>
    public ITensorSource Updates => _sources[0];

    /// <summary>Whole tensors that replace the base model's, by its names.</summary>
    public ITensorSource Saved { get; private set; } = null!;

    /// <summary>Whole tensors of parts outside the language model, such as <c>model.mm_projector.weight</c>.</summary>
    public ITensorSource OtherParts { get; private set; } = null!;

    /// <summary>Whether a folder holds an adapter.</summary>
    public static bool IsAdapter(string folder) => File.Exists(Path.Combine(folder, ConfigName));

    /// <summary>Opens a folder. Only headers are read.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="model">The base model.</param>
    /// <exception cref="InputException">Something is absent, broken or not supported, or adapter and model do not fit.</exception>
    public static PeftAdapter Open(string path, LlamaConfig model)
    {
        var folder = Path.GetFullPath(path);
        var adapter = new PeftAdapter(folder, PeftConfigReader.ReadFile(Path.Combine(folder, ConfigName)));
        try
        {
            adapter.Read(model);
            return adapter;
        }
        catch
        {
            adapter.Dispose();
            throw;
        }
    }

    /// <summary>The base model's tensors, those that the adapter replaces taken from it. The updates of modules are not applied.</summary>
    /// <param name="baseModel">The base model; it and this adapter must stay open while the result is used, and are not closed by it.</param>
    public ITensorSource Over(ITensorSource baseModel) => new RenamedTensors(
        baseModel.Tensors.Where(pair => !Saved.Tensors.ContainsKey(pair.Key))
            .Select(pair => KeyValuePair.Create(pair.Key, new StoredTensor(baseModel, pair.Value)))
            .Concat(Saved.Tensors.Select(pair => KeyValuePair.Create(pair.Key, new StoredTensor(Saved, pair.Value)))));

    /// <inheritdoc />
    public void Dispose() => _sources.ForEach(source => source.Dispose());

    private void Read(LlamaConfig baseModel)
    {
        var adapter = AdapterNames.OfAdapter(
            OpenFile("adapter_model")
                ?? throw new InputException($"{FullPath}: expected adapter_model.safetensors or adapter_model.bin, found neither"),
            FullPath);
        var trainables = OpenFile("non_lora_trainables") is { } file ? AdapterNames.OfTrainables(file, FullPath) : [];
        Model = baseModel with { VocabSize = Vocabulary(baseModel, adapter, trainables) };
        var match = AdapterMatch.Find(FullPath, Config, Model, adapter, trainables);
        Targets = match.Targets;
        Saved = new RenamedTensors(match.Saved);
        CheckVocabulary(baseModel);
        OtherParts = new RenamedTensors(trainables.Where(pair => !match.Saved.ContainsKey(pair.Key)));
    }

    private ITensorSource? OpenFile(string name)
    {
        var path = new[] { $"{name}.safetensors", $"{name}.bin" }.Select(file => Path.Combine(FullPath, file)).FirstOrDefault(File.Exists);
        if (path is not null)
            _sources.Add(WeightSource.Open(path));
        return path is null ? null : _sources[^1];
    }

    private static int Vocabulary(LlamaConfig model, params IEnumerable<Dictionary<string, StoredTensor>> tensors) =>
        tensors.Select(names => names.TryGetValue(LlamaTensors.Embedding, out var embedding) ? embedding.Entry.Shape : [])
            .FirstOrDefault(shape => shape is [> 0 and <= int.MaxValue, _]) is [var rows, _] ? (int)rows : model.VocabSize;

    private void CheckVocabulary(LlamaConfig baseModel)
    {
        bool Changes(string name) => Saved.Tensors.ContainsKey(name) || Targets.Any(target => target.WeightName == name);
        if (baseModel.TieWordEmbeddings && (Changes(LlamaTensors.Embedding) || Changes(LlamaTensors.Head)))
            throw new InputException(
                $"{FullPath}: expected an adapter that leaves the vocabulary of a tied model as it is, found one that changes it");
        if (Model.VocabSize != baseModel.VocabSize && !Saved.Tensors.ContainsKey(LlamaTensors.Head))
            throw new InputException(
                $"{FullPath}: {LlamaTensors.Head}: expected a whole matrix of {Model.VocabSize} rows, as the embedding has, "
                + $"found none (the base has {baseModel.VocabSize})");
    }
}
