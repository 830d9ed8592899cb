using Candor.Studies.Running;

namespace Candor.Cli.Studies;

/// <summary>States in words, the same in every view.</summary>
internal static class StudyText
{
    /// <summary>A state.</summary>
    public static string Of(StepState state) => state switch
    {
        StepState.Waiting => "to do",
        StepState.Running => "running",
        StepState.Done => "done",
        StepState.Failed => "failed",
        StepState.Blocked => "blocked",
        StepState.Outdated => "outdated",
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };

    /// <summary>Its colour on a terminal.</summary>
    public static string Color(StepState state) => state switch
    {
        StepState.Running => "yellow",
        StepState.Done => "green",
        StepState.Failed or StepState.Blocked => "red",
        _ => "grey",
    };
}
