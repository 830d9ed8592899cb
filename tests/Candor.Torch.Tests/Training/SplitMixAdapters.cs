using System.Runtime.InteropServices;
using Candor.Checkpoints;
using Candor.Torch.Training;

namespace Candor.Torch.Tests.Training;

/// <summary>
/// Every adapter's A as the reference page of the real model draws it: the top 24 bits of SplitMix64's outputs, uniform in ±1/√inputs. A
/// source of initial tensors, one file's worth of memory.
/// </summary>
internal sealed unsafe class SplitMixAdapters : ITensorSource
{
    private const ulong Golden = 0x9E3779B97F4A7C15;
    private const int Half = 1 << 23;

    private readonly OrderedDictionary<string, TensorEntry> entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, nint> values = [];

    public SplitMixAdapters(LlamaConfig config, LoraOptions lora, ulong seed)
    {
        ulong number = 0;
        foreach (var layer in Enumerable.Range(0, config.NumHiddenLayers))
        {
            foreach (var name in LoraOptions.AllProjections)
            {
                var part = name[0] is 'g' or 'u' or 'd' ? "mlp" : "self_attn";
                var inputs = name switch
                {
                    "down_proj" => config.IntermediateSize,
                    "o_proj" => config.NumAttentionHeads * config.HeadDim,
                    _ => config.HiddenSize,
                };
                Add($"model.layers.{layer}.{part}.{name}.lora_A.weight", lora.Rank, inputs, seed + ((number++ << 32) * Golden));
            }
        }
    }

    /// <inheritdoc />
    public IReadOnlyDictionary<string, TensorEntry> Tensors => entries;

    /// <inheritdoc />
    public TensorView View(string name) => new(values[name], entries[name].ElementCount * sizeof(float));

    /// <summary>The bytes of all tensors in the order of their numbers.</summary>
    public IEnumerable<byte[]> Bytes() => entries.Keys.Select(name => new ReadOnlySpan<byte>((void*)View(name).Address, (int)View(name).ByteLength).ToArray());

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var address in values.Values)
            NativeMemory.Free((void*)address);
        values.Clear();
    }

    private void Add(string name, int rank, int inputs, ulong start)
    {
        var scale = (float)(1 / Math.Sqrt(inputs));
        var tensor = (float*)NativeMemory.Alloc((nuint)(rank * inputs), sizeof(float));
        for (var e = 0; e < rank * inputs; e++)
            tensor[e] = (float)(((int)(Mix(start + ((ulong)(e + 1) * Golden)) >> 40) - Half) / (double)Half) * scale;
        entries.Add(name, new TensorEntry(name, TensorDtype.Float32, [rank, inputs], "the rule of the reference"));
        values.Add(name, (nint)tensor);
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
