using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Candor.Checkpoints;

/// <summary>Writes a <c>config.json</c> that is another one with some keys changed, its keys in order as transformers writes them.</summary>
public static class ConfigWriter
{
    private const string FileName = "config.json";

    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes the file of a folder.</summary>
    /// <param name="baseFolder">The model that this one comes from; all its keys are kept.</param>
    /// <param name="folder">The new model's folder.</param>
    /// <param name="changes">Keys to set.</param>
    /// <exception cref="InputException">The base model's file cannot be read.</exception>
    public static void Write(string baseFolder, string folder, IReadOnlyDictionary<string, JsonNode?> changes) =>
        WriteChanged(Path.Combine(baseFolder, FileName), Path.Combine(folder, FileName), changes);

    /// <summary>The key that a folder's file has the weights' type under: transformers 5 writes <c>dtype</c>, those before it <c>torch_dtype</c>.</summary>
    public static string DtypeKey(string folder) =>
        JsonFile.ReadObject(Path.Combine(folder, FileName)).TryGetProperty("dtype", out _) ? "dtype" : "torch_dtype";

    /// <summary>Copies a file as it is, if the base model has it.</summary>
    public static void Copy(string baseFolder, string folder, string name)
    {
        var path = Path.Combine(baseFolder, name);
        if (File.Exists(path))
            AtomicFile.Write(Path.Combine(folder, name), output => output.Write(File.ReadAllBytes(path)));
    }

    /// <summary>As <see cref="Write"/>, for any file with one object.</summary>
    internal static void WriteChanged(string from, string to, IReadOnlyDictionary<string, JsonNode?> changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        var members = new SortedDictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach (var member in JsonFile.ReadObject(from).EnumerateObject())
            members[member.Name] = JsonNode.Parse(member.Value.GetRawText());
        foreach (var (key, value) in changes)
            members[key] = value?.DeepClone();
        WriteObject(to, members);
    }

    /// <summary>Writes an object with its members in the order given.</summary>
    internal static void WriteObject(string path, IEnumerable<KeyValuePair<string, JsonNode?>> members)
    {
        var text = new JsonObject(members).ToJsonString(Options) + "\n";
        AtomicFile.Write(path, output => output.Write(System.Text.Encoding.UTF8.GetBytes(text)));
    }
}
