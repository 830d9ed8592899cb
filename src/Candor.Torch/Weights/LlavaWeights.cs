using Candor.Checkpoints;
using Candor.Torch.Models;
using Candor.Torch.Modules;

namespace Candor.Torch.Weights;

/// <summary>Builds a <see cref="Llava"/> from its parts.</summary>
public static class LlavaWeights
{
    /// <summary>Loads a whole model; its tower comes from its own folder, as in the reference.</summary>
    /// <param name="folder">Decoder and projector.</param>
    /// <param name="tower">The tower's folder.</param>
    /// <param name="dtype">Type to compute in.</param>
    /// <exception cref="InputException">Tensors are missing or have other shapes or types.</exception>
    public static Llava Load(LlavaFolder folder, ClipVisionFolder tower, ComputeDtype dtype)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(tower);
        var language = LlamaWeights.Load(folder.LanguageConfig, folder.Language, dtype);
        var projector = Projector(folder.Projector, language, tower.Config);
        return new Llava(language, Vision(tower, projector, folder.Config.MmVisionSelectLayer, folder.Config.MmVisionSelectFeature, dtype));
    }

    /// <summary>A tower with a projector behind it.</summary>
    /// <exception cref="InputException">Tensors are missing or have other shapes or types.</exception>
    public static VisionParts Vision(ClipVisionFolder tower, Linear projector, int selectLayer, VisionSelectFeature selectFeature, ComputeDtype dtype)
    {
        ArgumentNullException.ThrowIfNull(tower);
        return new VisionParts(ClipVisionWeights.Load(tower.Config, tower.Weights, dtype), projector, selectLayer, selectFeature);
    }

    /// <summary>A projector for a decoder and a tower.</summary>
    /// <param name="source">A source with the names of <see cref="LlavaTensors"/>.</param>
    /// <param name="language">The decoder, which gives width and type.</param>
    /// <param name="tower">The tower, which gives the other width.</param>
    /// <exception cref="InputException">Tensors are missing or have other shapes or types.</exception>
    public static Linear Projector(ITensorSource source, Llama language, ClipVisionConfig tower)
    {
        ArgumentNullException.ThrowIfNull(language);
        ArgumentNullException.ThrowIfNull(tower);
        var reader = new WeightReader(source, language.ComputeType);
        int hidden = language.Config.HiddenSize;
        return new Linear(reader.Read(LlavaTensors.ProjectorWeight, hidden, tower.HiddenSize), reader.Read(LlavaTensors.ProjectorBias, hidden));
    }
}
