namespace Candor.Checkpoints.Gguf;

/// <summary>The tensors of a llama's GGUF file as float32 under Hugging Face's names.</summary>
internal sealed class GgufWeights : ITensorSource
{
    private readonly GgufFile _file;
    private readonly OrderedDictionary<string, TensorEntry> _tensors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, GgufWeight> _weights = new(StringComparer.Ordinal);

    /// <summary>Describes the weights; nothing is read. The file is closed with this.</summary>
    /// <exception cref="InputException">A tensor is of a type that cannot be read, or two have one name.</exception>
    public GgufWeights(GgufFile file, LlamaConfig config)
    {
        _file = file;
        var known = file.Tensors.Values.Where(tensor => tensor.Name != GgufNames.RopeFactors)
            .Select(tensor => (Name: GgufNames.ToHuggingFace(tensor.Name), Tensor: tensor));
        foreach (var (name, tensor) in known.OrderBy(pair => pair.Name, StringComparer.Ordinal))
        {
            var place = $"{file.Path}: {ErrorText.Name(tensor.Name)}";
            if (tensor.Type.Decode is null)
                throw new InputException($"{place}: expected one of the types {GgmlType.ReadableNames}, found {tensor.Type.Name}");
            if (!_tensors.TryAdd(name, new TensorEntry(name, TensorDtype.Float32, tensor.Shape, file.Path)))
                throw new InputException($"{place}: expected one tensor for {name}, found two");
            _weights.Add(name, new GgufWeight(file, tensor, ReorderedHeads(tensor, config)));
        }
    }

    /// <inheritdoc />
    public IReadOnlyDictionary<string, TensorEntry> Tensors => _tensors;

    /// <inheritdoc />
    public TensorView View(string name) => _weights[name].View();

    /// <summary>Frees what was written out of one tensor.</summary>
    public void Release(string name) => _weights[name].Dispose();

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var weight in _weights.Values)
            weight.Dispose();
        _file.Dispose();
    }

    /// <summary>Rows that do not divide by the heads stay as they are: the shape is then wrong, which is said later.</summary>
    private static int? ReorderedHeads(GgufTensor tensor, LlamaConfig config) =>
        GgufNames.ReorderedHeads(tensor.Name, config) is { } heads && tensor.Shape[0] == (long)heads * config.HeadDim ? heads : null;
}
