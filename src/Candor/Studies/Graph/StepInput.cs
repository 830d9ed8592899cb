namespace Candor.Studies.Graph;

/// <summary>Something that a step reads.</summary>
/// <param name="Name">What it is to the step: <c>data_path</c>.</param>
public abstract record StepInput(string Name);

/// <summary>A file that no step makes; its content counts.</summary>
/// <param name="Name">What it is to the step.</param>
/// <param name="Path">Full path.</param>
public sealed record FileInput(string Name, string Path) : StepInput(Name);

/// <summary>A folder that no step makes; its files' names and contents count.</summary>
/// <param name="Name">What it is to the step.</param>
/// <param name="Path">Full path.</param>
/// <param name="IsDeep">Whether files of folders in it count too.</param>
public sealed record FolderInput(string Name, string Path, bool IsDeep) : StepInput(Name);

/// <summary>What another step makes; that step's key counts.</summary>
/// <param name="Name">What it is to the step.</param>
/// <param name="Step">The step's name.</param>
public sealed record UpstreamInput(string Name, string Step) : StepInput(Name);
