using System.CommandLine;

namespace Candor.Cli.Verbs;

/// <summary>A verb: a command with an example in its help.</summary>
/// <param name="name">As typed.</param>
/// <param name="description">One sentence, shown in the list of verbs too.</param>
/// <param name="example">A command line that can be copied.</param>
internal sealed class VerbCommand(string name, string description, string example) : Command(name, description)
{
    /// <summary>A command line that can be copied.</summary>
    public string Example { get; } = example;
}
