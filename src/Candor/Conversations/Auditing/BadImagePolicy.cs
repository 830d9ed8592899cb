namespace Candor.Conversations.Auditing;

/// <summary>What a missing or broken picture does to a run (<c>on_bad_image</c>).</summary>
public enum BadImagePolicy
{
    /// <summary>The run does not start.</summary>
    Fail,

    /// <summary>The row is left out and counted.</summary>
    Skip,
}
