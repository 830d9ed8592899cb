using System.Text.Json;
using Candor.TestSupport;

namespace Candor.Tests.Checkpoints;

/// <summary>The reference values of tests/Goldens/llama: their README says what each holds.</summary>
internal static class LlamaGoldens
{
    public static string Path(params string[] parts) => Goldens.Committed(["llama", .. parts]);

    /// <summary>Names of the checkpoints.</summary>
    public static IEnumerable<string> Checkpoints =>
        Directory.EnumerateDirectories(Path("checkpoints"))
            .Select(folder => System.IO.Path.GetFileName(folder)!)
            .Order(StringComparer.Ordinal);

    /// <summary>Rows of bad/index.json whose path starts so: path, what is wrong, what is expected.</summary>
    public static IEnumerable<(string Path, string What, string Expect)> Bad(string prefix) =>
        from row in Goldens.Json(Path("bad", "index.json")).EnumerateArray()
        let path = row.GetProperty("path").GetString()!
        where path.StartsWith(prefix, StringComparison.Ordinal)
        select (path, row.GetProperty("what").GetString()!, row.GetProperty("expect").GetString()!);

    public static IEnumerable<JsonProperty> Readers(string extension) =>
        Goldens.Json(Path("readers", "expected.json")).EnumerateObject().Where(row => row.Name.EndsWith(extension, StringComparison.Ordinal));
}
