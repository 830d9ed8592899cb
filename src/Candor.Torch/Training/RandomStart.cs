using Candor.Randomness;
using Candor.Torch.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Candor.Torch.Training;

/// <summary>Random values that training starts from, drawn by the project's own generator: the same on every machine.</summary>
public static class RandomStart
{
    /// <summary>Uniform in ±<paramref name="bound"/>, fp32.</summary>
    internal static Tensor Uniform(long[] shape, double bound, NumpyGenerator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        var values = new float[shape.Aggregate(1L, (product, size) => product * size)];
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)generator.Uniform(-bound, bound);
        return tensor(values, shape);
    }

    /// <summary>Normal with mean 0, fp32.</summary>
    internal static Tensor Normal(long[] shape, double deviation, NumpyGenerator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        var values = new float[shape.Aggregate(1L, (product, size) => product * size)];
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)generator.Normal(0, deviation);
        return tensor(values, shape);
    }

    /// <summary>A projector as <c>nn.Linear</c> starts: weight and bias uniform in ±1/√in.</summary>
    /// <param name="language">The decoder, which gives the output's width and the type.</param>
    /// <param name="inputs">Width of the tower's features.</param>
    /// <param name="generator">Draws weight, then bias.</param>
    public static Modules.Linear Projector(Llama language, int inputs, NumpyGenerator generator)
    {
        ArgumentNullException.ThrowIfNull(language);
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        long hidden = language.Config.HiddenSize;
        double bound = 1 / Math.Sqrt(inputs);
        return new Modules.Linear(Kept([hidden, inputs]), Kept([hidden]));

        Parameter Kept(long[] shape)
        {
            var parameter = new Parameter(Uniform(shape, bound, generator).to(language.ComputeType), requires_grad: false);
            parameter.DetachFromDisposeScope();
            return parameter;
        }
    }
}
