using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Candor.Cli.Verbs;

namespace Candor.Cli;

/// <summary>The library's help, followed by the verb's example.</summary>
internal sealed class ExampleHelpAction(HelpAction help) : SynchronousCommandLineAction
{
    /// <summary>Gives every verb below the root the longer help.</summary>
    public static void Install(RootCommand root)
    {
        foreach (var option in root.Options.OfType<HelpOption>())
        {
            if (option.Action is HelpAction help)
                option.Action = new ExampleHelpAction(help);
        }
    }

    /// <summary>Help is given also where a required argument is missing.</summary>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc />
    public override int Invoke(ParseResult parseResult)
    {
        var result = help.Invoke(parseResult);
        if (parseResult.CommandResult.Command is VerbCommand verb)
            parseResult.InvocationConfiguration.Output.WriteLine($"Example:\n  {verb.Example}\n");
        return result;
    }
}
