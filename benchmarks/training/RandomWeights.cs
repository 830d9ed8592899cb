using System.Runtime.InteropServices;
using Candor.Checkpoints;

namespace Candor.Benchmarks.Training;

/// <summary>A LLaMA with random weights in memory, fp32, as transformers initialises one: normal with deviation 0.02, norms one.</summary>
internal sealed unsafe class RandomWeights : ITensorSource
{
    private readonly Dictionary<string, nint> memory = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, TensorEntry> tensors = new(StringComparer.Ordinal);

    public RandomWeights(LlamaConfig config)
    {
        foreach (var (name, shape) in LlamaTensors.Expected(config))
            tensors.Add(name, new TensorEntry(name, TensorDtype.Float32, shape, "random"));
    }

    public IReadOnlyDictionary<string, TensorEntry> Tensors => tensors;

    public TensorView View(string name)
    {
        var entry = tensors[name];
        if (!memory.TryGetValue(name, out nint address))
        {
            memory.Add(name, address = (nint)NativeMemory.Alloc((nuint)entry.ElementCount, sizeof(float)));
            var random = new Random(name.Length + name.Sum(letter => letter));
            bool isNorm = name.Contains("norm", StringComparison.Ordinal);
            float* values = (float*)address;
            for (long i = 0; i < entry.ElementCount; i++)
                values[i] = isNorm ? 1 : (float)((random.NextDouble() + random.NextDouble() - 1) * 0.049);
        }

        return new TensorView(address, entry.ElementCount * sizeof(float));
    }

    public void Dispose()
    {
        foreach (var address in memory.Values)
            NativeMemory.Free((void*)address);
        memory.Clear();
    }
}
