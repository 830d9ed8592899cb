namespace Candor.Checkpoints;

/// <summary>A LLaMA checkpoint, opened and checked: its configuration, and exactly the weights that it calls for.</summary>
public interface ICheckpoint : ITensorSource
{
    /// <summary>Full path of the folder or file.</summary>
    string FullPath { get; }

    /// <summary>The configuration.</summary>
    LlamaConfig Config { get; }

    /// <summary>Full paths of the files that hold the weights, in ordinal order.</summary>
    IReadOnlyList<string> WeightFiles { get; }
}
