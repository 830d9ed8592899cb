namespace Candor.Training.Runs;

/// <summary>A checkpoint on disk.</summary>
/// <param name="Step">Updates made.</param>
/// <param name="Folder">Its folder, <c>checkpoint-N</c>.</param>
public sealed record SavedCheckpoint(int Step, string Folder);
