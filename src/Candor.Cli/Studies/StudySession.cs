using Candor.Cli.Terminals;
using Candor.Studies.Graph;
using Candor.Studies.Running;
using Spectre.Console;

namespace Candor.Cli.Studies;

/// <summary>Runs a graph of steps and shows it: live on a terminal, as lines elsewhere.</summary>
internal static class StudySession
{
    /// <summary>Runs to the end, or goes on where an earlier run stopped.</summary>
    /// <param name="graph">The steps.</param>
    /// <param name="folder">The run folder.</param>
    /// <param name="terminal">Where progress is shown.</param>
    /// <param name="cancellation">Stops after the current piece of work; its state is saved first.</param>
    public static StudyOutcome Run(StudyGraph graph, string folder, Terminal terminal, CancellationToken cancellation)
    {
        if (!terminal.Error.Profile.Capabilities.Interactive)
            return Execute(new StudyLines(terminal.ErrorWriter, graph.Steps.Count, TimeProvider.System));
        return terminal.Error.Live(new Text("")).Start(context => Execute(new StudyLiveView(context, graph, terminal.Error.Profile.Height, TimeProvider.System)));

        StudyOutcome Execute(IStudyObserver observer) =>
            new StudyExecutor(graph, folder, new StudyWork(), observer, TimeProvider.System).Run(cancellation);
    }
}
