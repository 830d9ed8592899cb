using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Candor.TestSupport;

/// <summary>
/// The files of a folder as two runs of the same work must agree on them: byte for byte, but for the fields that tell time and machine
/// (<c>date</c>, <c>&lt;time&gt;</c> in names, <c>*_time*</c>, <c>*_seconds</c>, <c>*_runtime</c>, <c>*_per_second</c>, <c>machine</c>).
/// </summary>
public static partial class RepeatableFiles
{
    /// <summary>Relative path without times → content without the exempt fields.</summary>
    public static SortedDictionary<string, string> Read(string folder)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            files.Add(Time().Replace(Path.GetRelativePath(folder, path), "<time>"), Content(path));
        return files;
    }

    private static string Content(string path)
    {
        if (Path.GetFileName(path).Contains("tfevents", StringComparison.Ordinal))
            return Convert.ToHexString(EventFiles.WithoutTimes(path));
        var text = Encoding.Latin1.GetString(File.ReadAllBytes(path));
        return Path.GetExtension(path) switch
        {
            ".json" => Stripped(text),
            ".jsonl" => string.Join('\n', text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Stripped)),
            _ => text,
        };
    }

    private static string Stripped(string text)
    {
        var json = JsonNode.Parse(text)!;
        Strip(json);
        return json.ToJsonString();
    }

    private static void Strip(JsonNode? node)
    {
        if (node is JsonArray array)
        {
            for (var i = 0; i < array.Count; i++)
                StripValue(array[i], value => array[i] = value);
        }
        else if (node is JsonObject members)
        {
            foreach (var name in members.Select(member => member.Key).ToArray())
            {
                if (Exempt().IsMatch(name))
                    members.Remove(name);
                else
                    StripValue(members[name], value => members[name] = value);
            }
        }
    }

    /// <summary>Texts lose the times in file names that they mention.</summary>
    private static void StripValue(JsonNode? value, Action<JsonNode> replace)
    {
        if (value is JsonValue leaf && leaf.TryGetValue<string>(out var text) && Time().IsMatch(text))
            replace(Time().Replace(text, "<time>"));
        else
            Strip(value);
    }

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Time();

    [GeneratedRegex("^(date|machine|.*_time.*|.*_seconds|.*_runtime|.*_per_second)$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Exempt();
}
