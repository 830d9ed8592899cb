using System.Text.Encodings.Web;
using System.Text.Json;
using Candor.Checkpoints;

namespace Candor.Conversations.Reading;

/// <summary>
/// Splits a file of rows by the value of a key, such as the kind of instruction (conversation, detail, reasoning), so that kinds can be
/// tuned on one by one. The rows may be of any format and are copied as they are, key included.
/// </summary>
public static class RowSplitter
{
    /// <summary>More values are no kinds; each part is an open file.</summary>
    private const int MaxParts = 100;

    private const int MaxNameLength = 100;

    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes <c>VALUE.json</c> for every value: a JSON array, one row a line, in the file's order.</summary>
    /// <param name="source">A JSON array, or a row a line.</param>
    /// <param name="folder">The new folder; it appears whole or not at all.</param>
    /// <param name="key">The key of a row, with a text or a number.</param>
    /// <param name="cancellation">Checked between rows.</param>
    /// <returns>The number of rows of every value, in the order in which the values occur.</returns>
    /// <exception cref="InputException">A row is broken, has no such key, or has a value that no file can be named by; or there are no rows.</exception>
    public static IReadOnlyList<KeyValuePair<string, int>> Split(string source, string folder, string key, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(key);
        var parts = new OrderedDictionary<string, Part>(StringComparer.OrdinalIgnoreCase);
        try
        {
            AtomicFolder.Write(folder, target => Fill(source, target, key, parts, cancellation));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{folder}: expected a place that can be written to: {error.Message}", error);
        }

        return [.. parts.Values.Select(part => KeyValuePair.Create(part.Name, part.Count))];
    }

    private static void Fill(string source, string folder, string key, OrderedDictionary<string, Part> parts, CancellationToken cancellation)
    {
        try
        {
            foreach (var row in JsonRowReader.Read(source))
            {
                cancellation.ThrowIfCancellationRequested();
                Find(row, folder, key, parts).Add(row.Value);
            }

            if (parts.Count == 0)
                throw new InputException($"{source}: expected rows, found none");
            foreach (var part in parts.Values)
                part.End();
        }
        finally
        {
            foreach (var part in parts.Values)
                part.Dispose();
        }
    }

    private static Part Find(JsonRow row, string folder, string key, OrderedDictionary<string, Part> parts)
    {
        var fields = new RowFields(row.Place, "", row.Value);
        var name = fields.Name(key) ?? throw new InputException($"{row.Place}: {ErrorText.Name(key)}: expected a text or a number, found none");
        if (parts.TryGetValue(name, out var part))
        {
            // Two spellings would be one file where names are not case-sensitive.
            return part.Name == name ? part : throw new InputException($"{row.Place}: {ErrorText.Name(key)}: expected one spelling of {ErrorText.Quote(part.Name)}, found {ErrorText.Quote(name)}");
        }

        if (!IsFileName(name))
            throw new InputException($"{row.Place}: {ErrorText.Name(key)}: expected letters, digits, '-', '_' and '.', which a file can be named by, found {ErrorText.Quote(name)}");
        if (parts.Count == MaxParts)
            throw new InputException($"{row.Place}: {ErrorText.Name(key)}: expected at most {MaxParts} different values, found one more");
        part = new Part(name, Path.Combine(folder, name + ".json"));
        parts.Add(name, part);
        return part;
    }

    private static bool IsFileName(string name) =>
        name.Length is > 0 and <= MaxNameLength && name[0] != '.' && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.');

    private sealed class Part(string name, string path) : IDisposable
    {
        private readonly FileStream _stream = File.Create(path);

        public string Name => name;

        public int Count { get; private set; }

        public void Add(JsonElement row)
        {
            _stream.Write(Count++ == 0 ? "[\n"u8 : ",\n"u8);
            using var writer = new Utf8JsonWriter(_stream, s_options);
            row.WriteTo(writer);
        }

        public void End() => _stream.Write("\n]\n"u8);

        public void Dispose() => _stream.Dispose();
    }
}
