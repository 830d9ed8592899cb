using System.Text.Json.Nodes;
using Candor.Conversations.Auditing;
using Spectre.Console;

namespace Candor.Cli.Conversations;

/// <summary>Counted findings for a reader and as JSON.</summary>
internal static class FindingsView
{
    /// <summary>A line a finding: label, what, how often, where first.</summary>
    public static void Write(IAnsiConsole console, string label, FindingTallies findings)
    {
        foreach (var (what, tally) in findings.ByWhat)
            console.Write(new Text($"{label}: {what}: {tally}\n"));
    }

    /// <summary>What → count and first places.</summary>
    public static JsonObject ToJson(FindingTallies findings) =>
        new(findings.ByWhat.Select(finding => KeyValuePair.Create(finding.Key, (JsonNode?)ToJson(finding.Value))));

    private static JsonObject ToJson(FindingTally tally) => new()
    {
        ["count"] = tally.Count,
        ["first"] = new JsonArray([.. tally.Places.Select(place => (JsonNode?)JsonValue.Create(place))]),
    };
}
