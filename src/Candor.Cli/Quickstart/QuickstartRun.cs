using Candor.Cli.Studies;
using Candor.Cli.Terminals;
using Candor.Studies.Graph;
using Candor.Studies.Recipes;
using Candor.Studies.Running;

namespace Candor.Cli.Quickstart;

/// <summary>Runs a quickstart as any study is run, with its preparations in front.</summary>
internal static class QuickstartRun
{
    /// <summary>Runs to the end, or goes on where an earlier run stopped.</summary>
    /// <param name="root">Where everything goes, a full path.</param>
    /// <param name="scale">How large it is.</param>
    /// <param name="terminal">Where progress is shown.</param>
    /// <param name="cancellation">Stops after the current piece of work; its state is saved first.</param>
    public static StudyOutcome Execute(string root, QuickstartScale scale, Terminal terminal, CancellationToken cancellation)
    {
        var folder = new QuickstartFolder(root);
        folder.WriteFiles();
        var recipe = StudyReader.Read(folder.Study, [$"output_dir={root}", .. scale.StudyOverrides]);
        var graph = StudyGraph.Build(recipe, new QuickstartSteps(scale, folder).All);
        return StudySession.Run(graph, root, terminal, cancellation);
    }
}
