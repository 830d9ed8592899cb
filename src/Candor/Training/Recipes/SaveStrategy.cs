namespace Candor.Training.Recipes;

/// <summary>The Trainer's <c>save_strategy</c>.</summary>
public enum SaveStrategy
{
    /// <summary>Every <c>save_steps</c> updates.</summary>
    Steps,

    /// <summary>After each epoch.</summary>
    Epoch,

    /// <summary>Only where a run is interrupted.</summary>
    No,
}
