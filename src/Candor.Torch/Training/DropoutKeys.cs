using Candor.Torch.Models;

namespace Candor.Torch.Training;

/// <summary>
/// Gives every adapter of every micro-batch a dropout mask of its own, from the run's seed and the position in the run alone.
/// </summary>
internal static class DropoutKeys
{
    /// <summary>Sets the keys of all adapters for a micro-batch.</summary>
    public static void Assign(Llama model, int seed, int step, int microBatch)
    {
        ulong key = Mix(Mix(Mix((ulong)(uint)seed) ^ (uint)step) ^ (uint)microBatch);
        foreach (var layer in model.model.layers)
        {
            foreach (var (_, projection) in layer.Projections)
            {
                key = Mix(key);
                if (projection.Adapter is { } adapter)
                    adapter.DropoutKey = key;
            }
        }
    }

    /// <summary>Switches dropout off.</summary>
    public static void Clear(Llama model)
    {
        foreach (var (_, projection) in model.model.layers.SelectMany(layer => layer.Projections))
        {
            if (projection.Adapter is { } adapter)
                adapter.DropoutKey = null;
        }
    }

    /// <summary>The output function of splitmix64 (Steele et al. 2014).</summary>
    private static ulong Mix(ulong x)
    {
        x += 0x9e3779b97f4a7c15;
        x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
        x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
        return x ^ (x >> 31);
    }
}
