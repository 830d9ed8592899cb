using Candor.Checkpoints;
using Candor.Torch.Modules;
using TorchSharp.Modules;
using static TorchSharp.torch;
using LayerNorm = Candor.Torch.Modules.LayerNorm;

namespace Candor.Torch.Models;

/// <summary>
/// CLIP's vision tower (Radford et al. 2021) as LLaVA uses it: for its hidden states. The last normalisation, which only the pooled output
/// passes, is not part of it.
/// </summary>
public sealed class ClipVision : nn.Module
{
    /// <summary>Patches, class token and positions.</summary>
    public readonly ClipEmbeddings embeddings;

    /// <summary>Norm before the encoder; the misspelling is the reference's.</summary>
    public readonly LayerNorm pre_layrnorm;

    /// <summary>Encoder layers.</summary>
    public readonly ModuleList<ClipEncoderLayer> layers;

    /// <summary>Composes the tower.</summary>
    public ClipVision(ClipVisionConfig config, ClipEmbeddings embeddings, LayerNorm norm, IEnumerable<ClipEncoderLayer> encoderLayers)
        : base(nameof(ClipVision))
    {
        Config = config;
        this.embeddings = embeddings;
        pre_layrnorm = norm;
        layers = new ModuleList<ClipEncoderLayer>([.. encoderLayers]);
        RegisterComponents();
    }

    /// <summary>What was built.</summary>
    public ClipVisionConfig Config { get; }

    /// <summary>The type weights are held and products are computed in.</summary>
    public ScalarType ComputeType => embeddings.class_embedding.dtype;

    /// <summary>Features for a projector: one hidden state, with or without the class token, in the type of the pixels.</summary>
    /// <param name="pixels">Preprocessed pictures, [B, 3, S, S].</param>
    /// <param name="selectLayer">
    /// Which state, as LLaVA's <c>mm_vision_select_layer</c> counts: 0 is the encoder's input, i the output of layer i, −1 the last one.
    /// Layers behind it are not run.
    /// </param>
    /// <param name="feature">Which positions.</param>
    /// <returns>[B, N, H] or, with the class token, [B, 1 + N, H].</returns>
    /// <exception cref="InputException">The tower has no such state.</exception>
    public Tensor Features(Tensor pixels, int selectLayer, VisionSelectFeature feature)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        var states = layers.Count + 1;
        if (selectLayer < -states || selectLayer >= states)
        {
            throw new InputException(
                $"mm_vision_select_layer: expected a number from {-states} to {states - 1} (a tower of {layers.Count} layers), " +
                $"found {selectLayer}");
        }

        using var scope = NewDisposeScope();
        var x = Embed(pixels);
        foreach (var layer in layers.Take(selectLayer < 0 ? selectLayer + states : selectLayer))
            x = layer.call(x);
        var selected = feature == VisionSelectFeature.Patch ? x.narrow(1, 1, x.shape[1] - 1) : x;
        return selected.to(pixels.dtype).MoveToOuterDisposeScope();
    }

    /// <summary>All hidden states, in the computing type: the encoder's input and every layer's output.</summary>
    /// <param name="pixels">Preprocessed pictures, [B, 3, S, S].</param>
    /// <returns>One more than there are layers, each [B, 1 + N, H].</returns>
    public IReadOnlyList<Tensor> HiddenStates(Tensor pixels)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        using var scope = NewDisposeScope();
        var states = new List<Tensor> { Embed(pixels) };
        foreach (var layer in layers)
            states.Add(layer.call(states[^1]));
        return states.ConvertAll(state => state.MoveToOuterDisposeScope());
    }

    private Tensor Embed(Tensor pixels)
    {
        long size = Config.ImageSize;
        if (pixels.shape is not [_, 3, var height, var width] || height != size || width != size)
        {
            var found = string.Join(", ", pixels.shape);
            throw new ArgumentException($"expected pixels [B, 3, {size}, {size}], found [{found}]", nameof(pixels));
        }

        return pre_layrnorm.call(embeddings.call(pixels.to(ComputeType)));
    }
}
