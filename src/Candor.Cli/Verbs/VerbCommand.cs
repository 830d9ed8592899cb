using System.CommandLine;

namespace Candor.Cli.Verbs;

/// <summary>A verb: a command with an example in its help.</summary>
/// <param name="name">As typed.</param>
/// <param name="description">One sentence, shown in the list of verbs too.</param>
/// <param name="example">A command line that can be copied.</param>
/// <param name="resumes">Whether a stopped run saves its state, so that the same command goes on from there.</param>
internal sealed class VerbCommand(string name, string description, string example, bool resumes = false) : Command(name, description)
{
    /// <summary>A command line that can be copied.</summary>
    public string Example { get; } = example;

    /// <summary>Whether a stopped run saves its state, so that the same command goes on from there.</summary>
    public bool Resumes { get; } = resumes;
}
