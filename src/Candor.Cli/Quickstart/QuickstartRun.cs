using Candor.Studies.Graph;
using Candor.Studies.Recipes;

namespace Candor.Cli.Quickstart;

/// <summary>A quickstart is a study like any other, with its preparations in front.</summary>
internal static class QuickstartRun
{
    /// <summary>Puts the study's file into its place and makes the graph of it.</summary>
    /// <param name="root">Where everything goes, a full path.</param>
    /// <param name="scale">How large it is.</param>
    public static StudyGraph Prepare(string root, QuickstartScale scale)
    {
        var folder = new QuickstartFolder(root);
        folder.WriteFiles();
        var recipe = StudyReader.Read(folder.Study, [$"output_dir={root}", .. scale.StudyOverrides]);
        return StudyGraph.Build(recipe, new QuickstartSteps(scale, folder).All);
    }
}
