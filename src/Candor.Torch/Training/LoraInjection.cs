using Candor.Randomness;
using Candor.Torch.Models;
using Candor.Torch.Modules;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Candor.Torch.Training;

/// <summary>Gives a decoder's layers the adapters that a run trains, as <c>get_peft_model</c> does.</summary>
public static class LoraInjection
{
    /// <summary>Attaches adapters: A uniform in ±1/√in (Kaiming with a = √5), B zero, so that the model computes what it did.</summary>
    /// <param name="model">The decoder.</param>
    /// <param name="options">Rank, scale, targets.</param>
    /// <param name="generator">Draws A, layer by layer.</param>
    /// <exception cref="InputException">A target is no projection of a layer.</exception>
    public static void Attach(Llama model, LoraOptions options, NumpyGenerator generator)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        var unknown = options.TargetModules.Except(LoraOptions.AllProjections, StringComparer.Ordinal).ToList();
        if (unknown.Count > 0)
        {
            throw new InputException(
                $"target_modules: expected some of {string.Join(", ", LoraOptions.AllProjections)}, found {unknown[0]}");
        }

        foreach (var layer in model.model.layers)
        {
            foreach (var (name, projection) in layer.Projections)
            {
                if (options.TargetModules.Contains(name[(name.LastIndexOf('.') + 1)..], StringComparer.Ordinal))
                    projection.Attach(Adapter(projection, options, generator));
            }
        }
    }

    private static LoraAdapter Adapter(Modules.Linear projection, LoraOptions options, NumpyGenerator generator)
    {
        long outputs = projection.weight.shape[0], inputs = projection.weight.shape[1];
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        var a = RandomStart.Uniform([options.Rank, inputs], 1 / Math.Sqrt(inputs), generator).to(projection.weight.dtype);
        var b = zeros(outputs, options.Rank, dtype: projection.weight.dtype);
        return new LoraAdapter(Kept(a), Kept(b), options.Alpha / options.Rank, options.Dropout);
    }

    private static Parameter Kept(Tensor value)
    {
        var parameter = new Parameter(value, requires_grad: false);
        parameter.DetachFromDisposeScope();
        return parameter;
    }
}
