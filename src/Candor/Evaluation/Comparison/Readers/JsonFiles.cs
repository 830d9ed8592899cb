using System.Text.Json;

namespace Candor.Evaluation.Comparison.Readers;

/// <summary>JSON and JSON Lines files of bounded size, with errors that name the file and the line.</summary>
internal static class JsonFiles
{
    private const long MaxFileBytes = 256L << 20;
    private const int MaxLineBytes = 64 << 20;

    /// <summary>Reads a whole file that holds one object. The caller disposes it.</summary>
    /// <exception cref="InputException">It is too large, or no JSON object.</exception>
    public static JsonDocument ReadObject(string path)
    {
        var length = new FileInfo(path).Length;
        if (length > MaxFileBytes)
            throw new InputException($"{path}: expected at most {MaxFileBytes >> 20} MiB of JSON, found {length >> 20} MiB");
        return ParseObject(File.ReadAllBytes(path), path);
    }

    /// <summary>Reads a file line by line; each line is one object, empty lines are passed over. The caller disposes each.</summary>
    /// <returns>The place, as <c>file: line 7</c>, and the object.</returns>
    /// <exception cref="InputException">A line is too long, or no JSON object.</exception>
    public static IEnumerable<(string Place, JsonDocument Row)> ReadLines(string path)
    {
        using var stream = new BufferedStream(File.OpenRead(path), 1 << 16);
        using var line = new MemoryStream();
        for (var number = 1; ReadLine(stream, line, path, number); number++)
        {
            var place = $"{path}: line {number}";
            if (!line.GetBuffer().AsSpan(0, (int)line.Length).Trim(" \t\r\n"u8).IsEmpty)
                yield return (place, ParseObject(line.ToArray(), place));
        }
    }

    private static bool ReadLine(BufferedStream stream, MemoryStream line, string path, int number)
    {
        line.SetLength(0);
        int value;
        while ((value = stream.ReadByte()) is not (-1 or '\n'))
        {
            if (line.Length == MaxLineBytes)
                throw new InputException($"{path}: line {number}: expected at most {MaxLineBytes >> 20} MiB");
            line.WriteByte((byte)value);
        }

        return value != -1 || line.Length > 0;
    }

    private static JsonDocument ParseObject(ReadOnlyMemory<byte> utf8, string place)
    {
        JsonDocument document;
        try
        {
            document = PythonJson.Parse(utf8);
        }
        catch (JsonException exception)
        {
            throw new InputException($"{place}: expected JSON, found something else at byte {exception.BytePositionInLine}", exception);
        }

        if (document.RootElement.ValueKind == JsonValueKind.Object)
            return document;
        var found = document.RootElement.ValueKind;
        document.Dispose();
        throw new InputException($"{place}: expected a JSON object, found {found}");
    }
}
