namespace Candor.Studies.Running;

/// <summary>Where a step stands.</summary>
public enum StepState
{
    /// <summary>Not begun.</summary>
    Waiting,

    /// <summary>Begun; after a kill or Ctrl-C it goes on from where it was.</summary>
    Running,

    /// <summary>Its outputs are there.</summary>
    Done,

    /// <summary>It ended with an error; the next run tries it again.</summary>
    Failed,

    /// <summary>A step that it waits for has failed.</summary>
    Blocked,

    /// <summary>It was done with other settings or inputs than now.</summary>
    Outdated,
}
