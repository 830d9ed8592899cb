using Candor.Checkpoints;
using Candor.Checkpoints.Adapters;
using Candor.Torch.Kernels;
using Candor.Torch.Models;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Candor.Torch.Weights;

/// <summary>Puts an adapter into the weights: W + s·B·A, with DoRA m·(W + s·B·A)/‖W + s·B·A‖ by rows.</summary>
/// <remarks>
/// Follows <c>merge_and_unload</c> of peft 0.21. The sum is computed in fp32 and rounded once to the type of the weights.
/// </remarks>
public static class LoraMerge
{
    /// <summary>Loads a base model with an adapter merged into it.</summary>
    /// <param name="baseModel">The base model; may be closed afterwards.</param>
    /// <param name="adapter">The adapter; may be closed afterwards.</param>
    /// <param name="dtype">Type to compute in.</param>
    /// <exception cref="InputException">Base model and adapter do not fit, or the adapter holds numbers that are not finite.</exception>
    public static Llama Load(ITensorSource baseModel, PeftAdapter adapter, ComputeDtype dtype)
    {
        ArgumentNullException.ThrowIfNull(adapter);
        var model = LlamaWeights.Load(adapter.Model, adapter.Over(baseModel), dtype);
        try
        {
            Apply(model, adapter);
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Adds an adapter's updates to the weights of a model that is loaded; whole tensors of the adapter are not put in.</summary>
    /// <exception cref="InputException">The adapter holds numbers that are not finite, or a bias for a module that has none.</exception>
    public static void Apply(Llama model, PeftAdapter adapter)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(adapter);
        var parameters = model.named_parameters().ToDictionary(pair => pair.name, pair => pair.parameter, StringComparer.Ordinal);
        var updates = new WeightReader(adapter.Updates, ScalarType.Float32);
        foreach (var target in adapter.Targets)
        {
            using var scope = NewDisposeScope();
            using var _ = no_grad();
            var weight = parameters[target.IsEmbedding ? target.Module : target.WeightName];
            weight.copy_(Merged(weight, target, entry => Read(updates, entry, scope)));
            if (target.Bias is { } bias)
                Bias(parameters, target, bias).AddInPlace(Read(updates, bias, scope), target.Scale);
        }
    }

    private static Tensor Merged(Tensor weight, LoraTarget target, Func<TensorEntry, Tensor> read)
    {
        var update = read(target.B).mm(read(target.A));
        var sum = weight.to(ScalarType.Float32).Plus(target.IsEmbedding ? update.t() : update, target.Scale);
        return target.Magnitude is { } magnitude ? sum.mul_((read(magnitude) / sum.norm(1)).unsqueeze(1)) : sum;
    }

    private static Parameter Bias(Dictionary<string, Parameter> parameters, LoraTarget target, TensorEntry bias) =>
        parameters.TryGetValue($"{target.Module}.bias", out var parameter)
            ? parameter
            : throw new InputException(
                $"{bias.File}: {bias.Name}: expected a bias for a module that has one, found {target.Module} without");

    private static Parameter Read(WeightReader updates, TensorEntry entry, DisposeScope scope)
    {
        var tensor = updates.Read(entry.Name, [.. entry.Shape]);
        scope.Attach(tensor);
        return tensor.isfinite().all().item<bool>()
            ? tensor
            : throw new InputException($"{entry.File}: {entry.Name}: expected finite numbers, found NaN or infinity");
    }
}
