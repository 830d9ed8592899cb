using System.CommandLine;

namespace Candor.Cli.Verbs;

/// <summary><c>candor data</c>: rows of conversations before anything is trained on them.</summary>
internal static class DataVerb
{
    /// <summary>The verb with its own verbs.</summary>
    public static Command Create() =>
        new VerbCommand(
            "data",
            "Training rows: import other formats, look at them and their label masks, make the text-only twin, split them by kind; look for benchmarks in them.",
            "candor data inspect instruct.json")
        {
            DataImportVerb.Create(),
            DataInspectVerb.Create(),
            DataPreviewVerb.Create(),
            DataExtractTextVerb.Create(),
            DataSplitVerb.Create(),
            DataAuditVerb.Create(),
        };
}
