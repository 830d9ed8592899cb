using Candor.Checkpoints;
using Candor.Torch.Models;
using static TorchSharp.torch;

namespace Candor.Torch.Weights;

/// <summary>A decoder's weights by the names that they have in files.</summary>
internal static class NamedWeights
{
    /// <summary>All that <see cref="LlamaTensors.Expected"/> names; they stay the model's.</summary>
    public static IEnumerable<KeyValuePair<string, Tensor>> Of(Llama model)
    {
        // The embedding is a bare parameter of the body, without a module that would add ".weight".
        var parameters = model.named_parameters().ToDictionary(pair => pair.name, pair => (Tensor)pair.parameter, StringComparer.Ordinal);
        return LlamaTensors.Expected(model.Config).Select(expected => KeyValuePair.Create(
            expected.Name, expected.Name == LlamaTensors.Embedding ? model.model.embed_tokens : parameters[expected.Name]));
    }
}
