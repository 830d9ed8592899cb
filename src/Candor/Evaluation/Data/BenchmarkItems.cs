using System.Text.Json;
using Candor.Conversations.Overlap;
using Candor.Evaluation.Protocols;
using Candor.Evaluation.Tasks;
using Candor.Evaluation.Text;

namespace Candor.Evaluation.Data;

/// <summary>The documents of benchmarks, with all their texts, for an audit of training rows.</summary>
public static class BenchmarkItems
{
    private const string ImageKey = "image";
    private const string DigestKey = "image_sha256";

    /// <summary>The tasks whose data lie in a folder, one a data file.</summary>
    public static IReadOnlyList<IEvaluationTask> TasksIn(string dataFolder) =>
    [
        .. TaskRegistry.All.Where(task => task.Card.Editions.ContainsKey(ProtocolRegistry.LmEval04.Name))
            .DistinctBy(task => task.Card.DataPath)
            .Where(task => File.Exists(Path.Combine([dataFolder, .. task.Card.DataPath.Split('/')]))),
    ];

    /// <summary>Reads a task's documents.</summary>
    /// <exception cref="InputException">The data are absent or broken.</exception>
    public static IEnumerable<BenchmarkItem> Read(IEvaluationTask task, string dataFolder) =>
        task.Read(DataFile.Open(dataFolder, task.Card.DataPath), ProtocolRegistry.LmEval04).Select(document => Item(task.Name, document));

    /// <summary>A document's fields as the logs have them; its prompt is no part of it.</summary>
    private static BenchmarkItem Item(string task, TaskDocument document)
    {
        using var stream = new MemoryStream();
        using (var writer = new PythonJsonWriter(stream))
            document.Write(writer);
        using var json = JsonDocument.Parse(stream.GetBuffer().AsMemory(0, (int)stream.Length));
        var root = json.RootElement;
        return new BenchmarkItem(
            task,
            document.Row,
            [.. Texts(root)],
            root.TryGetProperty(ImageKey, out var image) ? image.GetString() : null,
            root.TryGetProperty(DigestKey, out var digest) ? digest.GetString() : null);
    }

    private static IEnumerable<string> Texts(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => [element.GetString()!],
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Texts),
        JsonValueKind.Object => element.EnumerateObject().Where(member => member.Name is not (ImageKey or DigestKey)).SelectMany(member => Texts(member.Value)),
        _ => [],
    };
}
