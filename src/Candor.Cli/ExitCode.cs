namespace Candor.Cli;

/// <summary>What the process returns.</summary>
internal static class ExitCode
{
    /// <summary>The work is done.</summary>
    public const int Done = 0;

    /// <summary>The work failed.</summary>
    public const int Failed = 1;

    /// <summary>Wrong usage or bad input.</summary>
    public const int BadInput = 2;

    /// <summary>Interrupted; a verb that resumes has saved its state.</summary>
    public const int Interrupted = 130;
}
