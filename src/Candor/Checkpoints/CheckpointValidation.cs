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
        return Match(
            LlamaTensors.Expected(config),
            byName,
            name => LlamaTensors.IsIgnored(name) || (config.TieWordEmbeddings && name == LlamaTensors.Head));
    }

    /// <summary>
    /// Finds every expected weight of a CLIP vision tower, whatever stands before its names: <c>vision_model.</c>, LLaVA's
    /// <c>model.vision_tower.vision_tower.vision_model.</c>, or nothing, as transformers 5 saves a tower. Tensors outside that prefix
    /// belong to other parts (CLIP's text side, a decoder) and are passed over; the table of positions is set aside.
    /// </summary>
    public static CheckpointMatch Match(ClipVisionConfig config, IReadOnlyDictionary<string, TensorEntry> tensors)
    {
        var prefix = ClipVisionTensors.FindPrefix(tensors.Keys) ?? ClipVisionTensors.Prefix;
        var byName = tensors.Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal))
            .ToDictionary(pair => ClipVisionTensors.Prefix + pair.Key[prefix.Length..], pair => pair.Value, StringComparer.Ordinal);
        return Match(ClipVisionTensors.Expected(config), byName, ClipVisionTensors.IsIgnored);
    }

    /// <param name="expected">What the configuration calls for.</param>
    /// <param name="byName">Stored tensors by the names the model gives them; those that are expected are taken out.</param>
    /// <param name="isSetAside">Whether one that is left is passed over on purpose.</param>
    private static CheckpointMatch Match(
        IEnumerable<ExpectedTensor> expected, Dictionary<string, TensorEntry> byName, Func<string, bool> isSetAside)
    {
        var weights = new OrderedDictionary<string, TensorEntry>(StringComparer.Ordinal);
        List<string> missing = [], wrong = [];
        foreach (var (name, shape) in expected.OrderBy(tensor => tensor.Name, StringComparer.Ordinal))
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

        return new CheckpointMatch
        {
            Weights = weights,
            Missing = missing,
            Wrong = wrong,
            SetAside = [.. byName.Where(pair => isSetAside(pair.Key)).Select(pair => pair.Value.Name).Order(StringComparer.Ordinal)],
            Unexpected = [.. byName.Where(pair => !isSetAside(pair.Key)).Select(pair => pair.Value.Name).Order(StringComparer.Ordinal)],
        };
    }
}
