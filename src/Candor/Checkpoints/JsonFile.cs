using System.Text.Json;
using System.Text.Unicode;

namespace Candor.Checkpoints;

/// <summary>Reads the JSON files that stand beside weights, with a bound on their size.</summary>
internal static class JsonFile
{
    /// <summary>Enough for the index of a model of any size; a config takes a few kilobytes.</summary>
    private const long MaxBytes = 64L << 20;

    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false };

    /// <summary>The root object of the file.</summary>
    /// <exception cref="InputException">The file is absent, unreadable, too large, not UTF-8, not JSON or not an object.</exception>
    public static JsonElement ReadObject(string path)
    {
        var bytes = ReadBytes(path);
        if (!Utf8.IsValid(bytes))
            throw new InputException($"{path}: expected UTF-8 text, found other bytes");
        try
        {
            using var document = JsonDocument.Parse(bytes, Options);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.Clone()
                : throw new InputException($"{path}: expected a JSON object, found {ErrorText.Value(document.RootElement)}");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a name with an unpaired surrogate escape cannot be compared with the others.
            throw new InputException($"{path}: expected JSON: {ErrorText.Reason(error)}", error);
        }
    }

    private static byte[] ReadBytes(string path)
    {
        try
        {
            // Read up to the bound, whatever length the system reports: a device or a growing file may have none.
            using var file = File.OpenRead(path);
            var bytes = new byte[Math.Min(file.Length, MaxBytes) + 1];
            var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return length < bytes.Length
                ? bytes[..length]
                : throw new InputException($"{path}: expected at most {MaxBytes} bytes of JSON, found more");
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException($"{path}: expected a file, found none", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new InputException($"{path}: expected a readable file: {error.Message}", error);
        }
    }
}
