namespace Candor.Torch.Training;

/// <summary>What a run trains.</summary>
public enum TuningMode
{
    /// <summary>Stage 1: the projector, and with start and end tokens the embedding.</summary>
    Projector,

    /// <summary>Stage 2 in full, or plain text tuning: every weight but the vision tower's.</summary>
    Full,

    /// <summary>Stage 2 by low-rank adapters: adapters, projector, and the vocabulary's matrices where it grew.</summary>
    Lora,
}
