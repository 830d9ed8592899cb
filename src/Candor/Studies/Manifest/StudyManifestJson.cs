using System.Text.Encodings.Web;
using System.Text.Json;

namespace Candor.Studies.Manifest;

/// <summary>Reads and writes <c>study.json</c>.</summary>
public static class StudyManifestJson
{
    private static readonly JsonSerializerOptions s_options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        IndentSize = 2,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The file's text.</summary>
    public static string Text(StudyManifest manifest) => JsonSerializer.Serialize(manifest, s_options) + "\n";

    /// <summary>Reads a study's folder.</summary>
    /// <exception cref="InputException">There is no such file, or it is not one.</exception>
    public static StudyManifest Read(string folder)
    {
        var path = Path.Combine(folder, StudyManifest.FileName);
        if (!File.Exists(path))
            throw new InputException($"{folder}: expected a study's folder with {StudyManifest.FileName} in it, found none");
        try
        {
            return JsonSerializer.Deserialize<StudyManifest>(File.ReadAllBytes(path), s_options)
                ?? throw new InputException($"{path}: expected an object, found null");
        }
        catch (JsonException e)
        {
            throw new InputException($"{path}: line {e.LineNumber + 1}: not a study's table of contents: {e.Path}", e);
        }
    }
}
