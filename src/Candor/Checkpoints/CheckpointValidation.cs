namespace Candor.Checkpoints;

/// <summary>Compares the tensors a checkpoint holds with those its configuration calls for.</summary>
public static class CheckpointValidation
{
    private const string Prefix = "model.";

    /// <summary>
    /// Finds every expected weight of a LLaMA. A bare decoder's names, without <c>model.</c>, are understood; rotary tables, and the output
    /// matrix of a tied model, are set aside (transformers computes with the embedding there, whatever the matrix holds).
    /// </summary>
    public static CheckpointMatch Match(LlamaConfig config, IReadOnlyDictionary<string, TensorEntry> tensors)
    {
        var prefix = tensors.Keys.Any(name => name.StartsWith(Prefix, StringComparison.Ordinal)) ? "" : Prefix;
        var byName = tensors.ToDictionary(pair => pair.Key == LlamaTensors.Head ? pair.Key : prefix + pair.Key, pair => pair.Value, StringComparer.Ordinal);
        var weights = new OrderedDictionary<string, TensorEntry>(StringComparer.Ordinal);
        List<string> missing = [], wrong = [];
        foreach (var (name, shape) in LlamaTensors.Expected(config).OrderBy(tensor => tensor.Name, StringComparer.Ordinal))
        {
            if (!byName.Remove(name, out var entry))
                missing.Add(name);
            else if (!entry.Shape.SequenceEqual(shape))
                wrong.Add($"{name}: shape: expected [{string.Join(", ", shape)}], found [{string.Join(", ", entry.Shape)}]");
            else if (!entry.Dtype.IsWeightDtype())
                wrong.Add($"{name}: dtype: expected F64, F32, F16 or BF16, found {entry.Dtype.SafetensorsName()}");
            else
                weights.Add(name, entry);
        }

        bool IsSetAside(string name) => LlamaTensors.IsIgnored(name) || (config.TieWordEmbeddings && name == LlamaTensors.Head);
        return new CheckpointMatch
        {
            Weights = weights,
            Missing = missing,
            Wrong = wrong,
            SetAside = [.. byName.Where(pair => IsSetAside(pair.Key)).Select(pair => pair.Value.Name).Order(StringComparer.Ordinal)],
            Unexpected = [.. byName.Where(pair => !IsSetAside(pair.Key)).Select(pair => pair.Value.Name).Order(StringComparer.Ordinal)],
        };
    }
}
