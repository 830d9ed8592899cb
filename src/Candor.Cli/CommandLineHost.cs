using System.CommandLine;
using System.CommandLine.Parsing;
using Candor.Cli.Verbs;

namespace Candor.Cli;

/// <summary>Parses the arguments, runs the verb and turns what went wrong into one line and an exit code.</summary>
internal static class CommandLineHost
{
    /// <summary>Runs one command line.</summary>
    /// <param name="args">The arguments, without the program's name.</param>
    /// <param name="output">Results (with <c>--json</c> nothing but JSON).</param>
    /// <param name="error">Progress, logs and errors.</param>
    /// <param name="cancellation">Cancelled by Ctrl-C.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        var parsed = CreateRoot().Parse(args);
        if (parsed.Errors.Count > 0 && parsed.Action is not ExampleHelpAction)
            return ReportUsage(parsed, error);

        // The host maps exceptions itself, and waits for a verb to save its state for as long as that takes.
        var configuration = new InvocationConfiguration
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        try
        {
            return await parsed.InvokeAsync(configuration, cancellation);
        }
        catch (InputException exception)
        {
            error.WriteLine("error: " + exception.Message);
            return ExitCode.BadInput;
        }
        catch (OperationCanceledException)
        {
            error.WriteLine(parsed.CommandResult.Command is VerbCommand { Resumes: true }
                ? "interrupted; the state is saved, and the same command goes on from here"
                : "interrupted; nothing was saved");
            return ExitCode.Interrupted;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return ReportFailure(exception, error);
        }
    }

    private static RootCommand CreateRoot()
    {
        var root = new RootCommand("Candor: what does visual instruction tuning do to a language model? Evaluates, compares and says what the numbers show.")
        {
            HelpName = "candor",
        };
        root.Add(QuickstartVerb.Create());
        root.Add(EvalVerb.Create());
        root.Add(GenerateVerb.Create());
        root.Add(DoctorVerb.Create());
        root.Add(DataVerb.Create());
        root.Add(InspectVerb.Create());
        root.Add(CompareVerb.Create());
        root.Add(ReportVerb.Create());
        root.Add(TrainVerb.Create());
        root.Add(MergeVerb.Create());
        root.Add(ConvertVerb.Create());
        root.Add(StudyVerb.Create());
        ExampleHelpAction.Install(root);
        return root;
    }

    private static int ReportUsage(ParseResult parsed, TextWriter error)
    {
        foreach (var problem in parsed.Errors)
            error.WriteLine("error: " + OneLine(problem));
        error.WriteLine($"see: {FullName(parsed.CommandResult)} --help");
        return ExitCode.BadInput;
    }

    /// <summary><c>candor data split</c>: the verb with those that it belongs to.</summary>
    private static string FullName(CommandResult verb) =>
        verb.Parent is CommandResult parent ? $"{FullName(parent)} {verb.Command.Name}" : "candor";

    private static int ReportFailure(Exception exception, TextWriter error)
    {
        // A full disk explains itself; of other failures it helps to know the kind and the place.
        var explainsItself = exception is IOException;
        error.WriteLine($"failed: {exception.Message}{(explainsItself ? "" : $" ({exception.GetType().Name})")}");
        if (Environment.GetEnvironmentVariable("CANDOR_TRACE") is not null)
            error.WriteLine(exception.ToString());
        else if (!explainsItself)
            error.WriteLine("set CANDOR_TRACE=1 to see where");
        return ExitCode.Failed;
    }

    // The parser's own messages may run over several lines, and name a wrong value but not its option.
    private static string OneLine(ParseError problem)
    {
        var message = string.Join(' ', problem.Message.Split((char[])['\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries));
        return problem.SymbolResult is OptionResult { Option.Name: var name } && !message.Contains(name, StringComparison.Ordinal)
            ? $"{name}: {message}"
            : message;
    }
}
