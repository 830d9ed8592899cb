namespace Candor.Torch.Training;

/// <summary>What decides which parameters a run trains, as the reference's <c>train()</c> decides it (spec/training.md §10).</summary>
public sealed record TuningOptions
{
    /// <summary>Stage and kind.</summary>
    public required TuningMode Mode { get; init; }

    /// <summary>Adapters, for <see cref="TuningMode.Lora"/>.</summary>
    public LoraOptions Lora { get; init; } = new();

    /// <summary><c>mm_use_im_start_end</c>.</summary>
    public bool UsesStartEnd { get; init; }

    /// <summary>Whether rows were added to the vocabulary: the reference's resizing makes new, trained matrices.</summary>
    public bool HasGrownVocabulary { get; init; }

    /// <summary><c>freeze_mm_mlp_adapter</c>: whether the projector stays as it is.</summary>
    public bool FreezesProjector { get; init; }

    /// <summary>
    /// Whether the decoder's text is cut off from gradients but for the tokens around pictures (branch A of the reference).
    /// </summary>
    public bool DetachesText => Mode == TuningMode.Projector && UsesStartEnd;
}
