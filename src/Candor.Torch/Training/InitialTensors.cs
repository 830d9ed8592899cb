using Candor.Checkpoints;
using Candor.Torch.Weights;
using static TorchSharp.torch;

namespace Candor.Torch.Training;

/// <summary>
/// Replaces random starts by stored values, by name: parameters by their own names, the last rows of a matrix by its name with
/// <c>.new_rows</c>. A leading <c>initial.</c> is not part of the name; in a file that uses it, tensors without it are something else.
/// </summary>
public static class InitialTensors
{
    private const string Prefix = "initial.";
    private const string NewRows = ".new_rows";

    /// <summary>Sets every named parameter.</summary>
    /// <param name="model">The model, its adapters attached.</param>
    /// <param name="trained">What is trained; parameters that are frozen are found too.</param>
    /// <param name="source">The values.</param>
    /// <exception cref="InputException">A name fits no parameter, or a shape does not fit.</exception>
    public static void Apply(Models.Llava model, TrainableSet trained, ITensorSource source)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(trained);
        ArgumentNullException.ThrowIfNull(source);
        var isPrefixed = source.Tensors.Keys.Any(name => name.StartsWith(Prefix, StringComparison.Ordinal));
        foreach (var entry in source.Tensors.Values)
        {
            if (isPrefixed && !entry.Name.StartsWith(Prefix, StringComparison.Ordinal))
                continue;
            Set(model, trained, source, entry, isPrefixed ? entry.Name[Prefix.Length..] : entry.Name);
        }
    }

    private static void Set(Models.Llava model, TrainableSet trained, ITensorSource source, TensorEntry entry, string name)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var isRows = name.EndsWith(NewRows, StringComparison.Ordinal);
        var parameterName = isRows ? name[..^NewRows.Length] : name;
        Tensor[] targets = Find(model, trained, parameterName);
        if (targets.Length == 0)
            throw new InputException($"{entry.File}: {entry.Name}: expected the name of a parameter of this run, found another");
        var first = targets[0];
        if (isRows && (entry.Shape.Count == 0 || entry.Shape[0] > first.shape[0]))
        {
            throw new InputException(
                $"{entry.File}: {entry.Name}: expected at most {first.shape[0]} rows, found [{string.Join(", ", entry.Shape)}]");
        }

        var count = isRows ? entry.Shape[0] : first.shape.Length == 0 ? 0 : first.shape[0];
        var value = empty([count, .. first.shape[1..]], dtype: ScalarType.Float32);
        new WeightReader(source, ScalarType.Float32).ReadInto(entry.Name, value);
        foreach (var target in targets)
            target.narrow(0, first.shape[0] - count, count).copy_(value);
    }

    /// <summary>All copies of a parameter: the model's, and the optimizer's where it has its own.</summary>
    private static Tensor[] Find(Models.Llava model, TrainableSet trained, string name)
    {
        if (trained.Parameters.FirstOrDefault(parameter => parameter.Name == name) is { } parameter)
            return parameter.HasMaster ? [parameter.Master, parameter.Weight] : [parameter.Weight];
        return name switch
        {
            LlamaTensors.Embedding => [model.Language.model.embed_tokens],
            LlamaTensors.Head => [model.Language.lm_head.weight],
            LlavaTensors.ProjectorWeight when model.Vision is { } vision => [vision.Projector.weight],
            LlavaTensors.ProjectorBias when model.Vision is { } vision => [vision.Projector.bias!],
            _ => [],
        };
    }
}
