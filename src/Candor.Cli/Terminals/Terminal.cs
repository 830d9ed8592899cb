using System.CommandLine;
using Spectre.Console;

namespace Candor.Cli.Terminals;

/// <summary>Where a verb writes: results to the output, everything else to the error stream.</summary>
internal sealed class Terminal
{
    private Terminal(TextWriter output, TextWriter error)
    {
        OutputWriter = output;
        ErrorWriter = error;
        Output = CreateConsole(output, Console.IsOutputRedirected || output != Console.Out);
        Error = CreateConsole(error, Console.IsErrorRedirected || error != Console.Error);
    }

    /// <summary>Results line by line. A line is never folded, so that a path can be copied.</summary>
    public TextWriter OutputWriter { get; }

    /// <summary>Logs as text.</summary>
    public TextWriter ErrorWriter { get; }

    /// <summary>Tables, laid out to the terminal's width, with colour where the output is one.</summary>
    public IAnsiConsole Output { get; }

    /// <summary>Progress and logs with colour where the error stream is a terminal.</summary>
    public IAnsiConsole Error { get; }

    /// <summary>The terminal of the command line being run.</summary>
    public static Terminal Of(ParseResult parsed) => new(parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);

    private static IAnsiConsole CreateConsole(TextWriter writer, bool isRedirected)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isRedirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = isRedirected ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = isRedirected ? InteractionSupport.No : InteractionSupport.Detect,
        });

        // A file or a pipe has no width; tables are laid out for a page instead of being folded at 80 columns.
        if (isRedirected)
            console.Profile.Width = 120;
        return console;
    }
}
