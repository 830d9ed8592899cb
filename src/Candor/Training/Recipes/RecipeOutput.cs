namespace Candor.Training.Recipes;

/// <summary>What a run writes, and when. None of it changes a weight, so all of it may change when a run is continued.</summary>
public sealed record RecipeOutput
{
    /// <summary><c>output_dir</c>; without it <c>runs/NAME</c> in the current folder.</summary>
    public required RecipePath Folder { get; init; }

    /// <summary><c>save_strategy</c>: after a number of updates, after each epoch, or never before the end.</summary>
    public required SaveStrategy Strategy { get; init; }

    /// <summary><c>save_steps</c>: updates between two checkpoints.</summary>
    public required int SaveSteps { get; init; }

    /// <summary><c>save_total_limit</c>: checkpoints kept, or null for all.</summary>
    public int? SaveTotalLimit { get; init; }

    /// <summary><c>save_bin</c>: projector and <c>non_lora_trainables</c> also as torch's <c>.bin</c>; stage 1 always writes both.</summary>
    public required bool SavesBin { get; init; }

    /// <summary><c>logging_steps</c>: updates of a log entry. The Trainer's default is 500; here every update is logged.</summary>
    public required int LoggingSteps { get; init; }

    /// <summary><c>overwrite_output_dir</c>: start anew even where checkpoints could be continued.</summary>
    public required bool StartsAnew { get; init; }
}
