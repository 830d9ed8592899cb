namespace Candor.Checkpoints.Adapters;

/// <summary>Gives each tensor of an adapter's files its place in the base model, and collects what does not fit.</summary>
internal sealed class AdapterMatch
{
    private readonly PeftConfig _config;
    private readonly ModuleSelector _selector;
    private readonly Dictionary<string, StoredTensor> _left;
    private readonly List<string> _missing = [], _wrong = [];

    private AdapterMatch(PeftConfig config, ModuleSelector selector, Dictionary<string, StoredTensor> tensors) =>
        (_config, _selector, _left) = (config, selector, tensors);

    /// <summary>The updates of modules, in the model's order.</summary>
    public List<LoraTarget> Targets { get; } = [];

    /// <summary>Whole tensors that replace those of the base model, by its names.</summary>
    public Dictionary<string, StoredTensor> Saved { get; } = new(StringComparer.Ordinal);

    /// <summary>Finds a place for every tensor of <c>adapter_model</c>.</summary>
    /// <param name="place">The adapter, for messages.</param>
    /// <param name="config">Its configuration.</param>
    /// <param name="model">The base model, its vocabulary resized where the adapter's is.</param>
    /// <param name="adapter">Its tensors by names of the base model.</param>
    /// <param name="trainables">Whole tensors that were trained beside it.</param>
    /// <exception cref="InputException">Tensors are missing, misshapen or left over, or no module is adapted.</exception>
    public static AdapterMatch Find(
        string place,
        PeftConfig config,
        LlamaConfig model,
        Dictionary<string, StoredTensor> adapter,
        IReadOnlyDictionary<string, StoredTensor> trainables)
    {
        var match = new AdapterMatch(config, new ModuleSelector(config, Path.Combine(place, PeftAdapter.ConfigName)), adapter);
        var weights = LlamaTensors.Expected(model).ToList();
        foreach (var weight in weights.Where(weight => weight.Name.EndsWith(".weight", StringComparison.Ordinal)))
            match.AddTarget(weight, place);
        foreach (var weight in weights)
            match.AddSaved(weight, trainables);
        match.ThrowIfBad(place);
        return match;
    }

    private void AddTarget(ExpectedTensor weight, string place)
    {
        var module = weight.Name[..^".weight".Length];
        if (!_selector.IsTarget(module))
            return;
        var isEmbedding = weight.Name == LlamaTensors.Embedding;
        if (weight.Shape is not [var output, var input] || (isEmbedding && _config.UseDora))
            throw new InputException(
                $"{place}: {PeftAdapter.ConfigName}: target_modules: expected linear layers (without DoRA also the embedding), "
                + $"found {module}");
        var rank = _selector.Rank(module);
        var a = isEmbedding ? Take($"{module}.lora_embedding_A", rank, output) : Take($"{module}.lora_A.weight", rank, input);
        var b = isEmbedding ? Take($"{module}.lora_embedding_B", input, rank) : Take($"{module}.lora_B.weight", output, rank);
        var magnitude = _config.UseDora ? Take($"{module}.lora_magnitude_vector", output) : null;
        var bias = _config.LoraBias && !isEmbedding ? Take($"{module}.lora_B.bias", output) : null;
        if (a is null || b is null)
            return;
        Targets.Add(new LoraTarget
        {
            Module = module,
            Scale = _selector.Scale(module),
            A = a,
            B = b,
            Magnitude = magnitude,
            Bias = bias,
            IsEmbedding = isEmbedding,
        });
    }

    private void AddSaved(ExpectedTensor weight, IReadOnlyDictionary<string, StoredTensor> trainables)
    {
        var module = weight.Name[..weight.Name.LastIndexOf('.')];
        var isBias = weight.Name.EndsWith(".bias", StringComparison.Ordinal);
        var isDueBias = isBias && (_config.Bias == "all" || (_config.Bias == "lora_only" && _selector.IsTarget(module)));
        var isDue = isDueBias || _selector.IsSaved(module);

        // PEFT adds both matrices of the vocabulary by itself where one is adapted or was resized.
        var mayBeThere = isDue || weight.Name is LlamaTensors.Embedding or LlamaTensors.Head;
        if (trainables.TryGetValue(weight.Name, out var trained))
            Check(weight, trained);
        else if (mayBeThere && _left.Remove(weight.Name, out var saved))
            Check(weight, saved);
        else if (isDue)
            _missing.Add(weight.Name);
    }

    private void Check(ExpectedTensor weight, StoredTensor tensor)
    {
        if (Fits(tensor.Entry, weight.Shape))
            Saved.Add(weight.Name, tensor);
    }

    private TensorEntry? Take(string name, params long[] shape)
    {
        if (_left.Remove(name, out var tensor))
            return Fits(tensor.Entry, shape) ? tensor.Entry : null;
        _missing.Add(name);
        return null;
    }

    private bool Fits(TensorEntry entry, IReadOnlyList<long> shape)
    {
        if (entry.Shape.SequenceEqual(shape) && entry.Dtype.IsWeightDtype())
            return true;
        var (expected, found) = (string.Join(", ", shape), string.Join(", ", entry.Shape));
        _wrong.Add($"{ErrorText.Name(entry.Name)}: expected floats [{expected}], found {entry.Dtype.SafetensorsName()} [{found}]");
        return false;
    }

    private void ThrowIfBad(string place)
    {
        var found = new CheckpointMatch
        {
            Weights = new Dictionary<string, TensorEntry>(StringComparer.Ordinal),
            Missing = _missing,
            Wrong = _wrong,
            Unexpected = [.. _left.Values.Select(tensor => tensor.Entry.Name).Order(StringComparer.Ordinal)],
            SetAside = [],
        };
        if (found.Problems is { Count: > 0 } problems)
            throw new InputException(
                $"{place}: expected an adapter that fits its configuration and the base model, found {string.Join("; ", problems)}");
        if (Targets.Count == 0)
            throw new InputException(
                $"{place}: {PeftAdapter.ConfigName}: target_modules: expected modules of the base model, found none of them in it");
    }
}
