namespace Candor.Checkpoints.Adapters;

/// <summary>Turns the names in an adapter's files into those of the base model.</summary>
internal static class AdapterNames
{
    private const string Wrapper = "base_model.";
    private const string Prefix = "base_model.model.";
    private const string BaseLayer = ".base_layer.";

    /// <summary>
    /// The tensors of <c>adapter_model</c> by names of the base model: without PEFT's two wrappers, and without the layer that an adapted
    /// module becomes.
    /// </summary>
    /// <exception cref="InputException">A name is none of PEFT's, or two mean the same.</exception>
    public static Dictionary<string, StoredTensor> OfAdapter(ITensorSource source, string place)
    {
        var tensors = new Dictionary<string, StoredTensor>(StringComparer.Ordinal);
        foreach (var (name, entry) in source.Tensors)
        {
            if (!name.StartsWith(Prefix, StringComparison.Ordinal))
                throw new InputException($"{entry.File}: {ErrorText.Name(name)}: expected a name that begins with {Prefix}, found another");
            Add(tensors, name[Prefix.Length..].Replace(BaseLayer, ".", StringComparison.Ordinal), new StoredTensor(source, entry), place);
        }

        return tensors;
    }

    /// <summary>The tensors of LLaVA's <c>non_lora_trainables</c> by names of the base model, unwrapped as LLaVA's loader does it.</summary>
    /// <exception cref="InputException">Two names mean the same.</exception>
    public static Dictionary<string, StoredTensor> OfTrainables(ITensorSource source, string place)
    {
        var unwrapped = source.Tensors.Select(pair => (Name: Without(Wrapper, pair.Key), pair.Value)).ToList();
        var isNested = unwrapped.Exists(pair => pair.Name.StartsWith("model.model.", StringComparison.Ordinal));
        var tensors = new Dictionary<string, StoredTensor>(StringComparer.Ordinal);
        foreach (var (name, entry) in unwrapped)
            Add(tensors, isNested ? Without("model.", name) : name, new StoredTensor(source, entry), place);
        return tensors;
    }

    private static string Without(string prefix, string name) =>
        name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : name;

    private static void Add(Dictionary<string, StoredTensor> tensors, string name, StoredTensor tensor, string place)
    {
        if (!tensors.TryAdd(name, tensor))
            throw new InputException($"{place}: {ErrorText.Name(name)}: expected one tensor for it, found two");
    }
}
