using System.CommandLine;
using System.Text.Json.Nodes;
using Candor.Cli.Terminals;
using Candor.Conversations.Reading;

namespace Candor.Cli.Verbs;

/// <summary><c>candor data split</c>: rows by kind, for the controls that tune on one kind alone.</summary>
internal static class DataSplitVerb
{
    private static readonly Argument<string> s_source = new("IN") { Description = "rows of any format: a JSON array or JSONL" };

    private static readonly Argument<string> s_target = new("OUT") { Description = "the new folder: VALUE.json for every value" };

    private static readonly Option<string> s_key = new("--by")
    {
        Description = "the key of a row that says its kind",
        HelpName = "KEY",
        DefaultValueFactory = _ => "type",
    };

    /// <summary>The verb with its options.</summary>
    public static Command Create()
    {
        var json = CommonOptions.Json();
        var command = new VerbCommand(
            "split",
            "Writes a file of rows for every kind of row, for tuning on one kind alone.",
            "candor data split coco2014_val_gpt4_qa_30x3.jsonl kinds --by type")
        {
            s_source,
            s_target,
            s_key,
            json,
        };
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(parsed, parsed.GetValue(json), cancellation)));
        return command;
    }

    private static int Run(ParseResult parsed, bool asJson, CancellationToken cancellation)
    {
        var terminal = Terminal.Of(parsed);
        var target = parsed.GetRequiredValue(s_target);
        var parts = RowSplitter.Split(parsed.GetRequiredValue(s_source), target, parsed.GetRequiredValue(s_key), cancellation);
        if (asJson)
        {
            terminal.OutputWriter.WriteLine(new JsonObject(parts.Select(part => KeyValuePair.Create(part.Key, (JsonNode?)part.Value))).ToJsonString());
            return ExitCode.Done;
        }

        foreach (var (name, count) in parts)
            terminal.OutputWriter.WriteLine($"{Path.Combine(target, name + ".json")}: {count} rows");
        return ExitCode.Done;
    }
}
