using Candor.Checkpoints;
using Candor.Torch.Weights;
using static TorchSharp.torch;

namespace Candor.Torch.Training;

/// <summary>
/// Everything that a run needs to go on where it stopped, as named tensors: values that are trained, in full precision, and the optimizer's
/// moments. What dropout drops follows from seed and step, so that no generator's state is among them.
/// </summary>
public static class TrainingState
{
    private const string Master = "master.";
    private const string First = "exp_avg.";
    private const string Second = "exp_avg_sq.";
    private const string Steps = "steps";

    /// <summary>All tensors by name; they belong to the engine, and change with its next update. <c>steps</c> is a new one.</summary>
    public static IReadOnlyDictionary<string, Tensor> Export(TrainingEngine engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        var state = new OrderedDictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var parameter in engine.Trainables.Parameters)
        {
            state.Add(Master + parameter.Name, parameter.Master);
            state.Add(First + parameter.Name, parameter.FirstMoment);
            state.Add(Second + parameter.Name, parameter.SecondMoment);
        }

        state.Add(Steps, tensor((long[])[engine.StepsDone, engine.OptimizerSteps]));
        return state;
    }

    /// <summary>Puts a saved state back.</summary>
    /// <param name="engine">An engine over the same model with the same trained set.</param>
    /// <param name="source">What <see cref="Export"/> gave, from a file.</param>
    /// <exception cref="InputException">A tensor is absent or has another shape.</exception>
    public static void Import(TrainingEngine engine, ITensorSource source)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(source);
        var reader = new WeightReader(source, ScalarType.Float32);
        foreach (var parameter in engine.Trainables.Parameters)
        {
            reader.ReadInto(Master + parameter.Name, parameter.Master);
            parameter.Set(parameter.Master);
            reader.ReadInto(First + parameter.Name, parameter.FirstMoment);
            reader.ReadInto(Second + parameter.Name, parameter.SecondMoment);
        }

        var (steps, updates) = ReadSteps(source);
        engine.Resume(steps, updates);
    }

    private static unsafe (int Steps, int Updates) ReadSteps(ITensorSource source)
    {
        if (!source.Tensors.TryGetValue(Steps, out var entry) || entry.Dtype != TensorDtype.Int64 || entry.Shape is not [2])
        {
            var found = entry is null ? "none" : $"{entry.Dtype} [{string.Join(", ", entry.Shape)}]";
            throw new InputException($"expected a tensor {Steps} of two 64-bit integers, found {found}");
        }

        var values = new ReadOnlySpan<byte>((void*)source.View(Steps).Address, 16);
        return ((int)BitConverter.ToInt64(values), (int)BitConverter.ToInt64(values[8..]));
    }
}
