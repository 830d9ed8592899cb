using System.Text.Json;
using Candor.Checkpoints;
using Candor.Images;
using Candor.TestSupport;

namespace Candor.Tests.Images;

/// <summary>Pictures and what the reference made of them: small ones drawn for this project, and a larger set beside it.</summary>
internal static class ClipGoldens
{
    private static readonly string[] Modes = ["square", "pad"];

    /// <summary>The small set's processor, OpenAI's, and the larger set's.</summary>
    private static readonly Dictionary<string, ClipPreprocessorConfig> Processors = new(StringComparer.Ordinal)
    {
        ["28"] = new() { ShortestEdge = 28, CropHeight = 28, CropWidth = 28 },
        ["56"] = new() { ShortestEdge = 56, CropHeight = 56, CropWidth = 56 },
        ["224"] = new(),
    };

    public static string Folder(string set) => set == "small" ? Goldens.Committed("small", "clip") : Goldens.Shared("goldens", "clip");

    public static string Picture(string set, string file)
    {
        var own = Path.Combine(Folder(set), "images", file);
        return File.Exists(own) ? own : Goldens.Shared("data", "images", file);
    }

    public static ClipImageProcessor Processor(string name) => new(Processors[name]);

    public static ImageAspectRatio AspectRatio(string mode) => mode == "pad" ? ImageAspectRatio.Pad : ImageAspectRatio.Square;

    public static JsonElement Facts(string set, string mode, string file) =>
        Goldens.Json(Path.Combine(Folder(set), "expected.json")).GetProperty(mode).GetProperty(file);

    /// <summary>
    /// Rows of (set, mode, file) whose facts satisfy a condition. The larger set gives one row where it is absent, which is skipped.
    /// </summary>
    public static TheoryData<string, string, string> Pictures(Func<JsonElement, bool> isWanted)
    {
        var rows = new TheoryData<string, string, string>();
        foreach (var set in Sets())
        {
            var expected = Goldens.Json(Path.Combine(Folder(set), "expected.json"));
            foreach (var mode in Modes)
            {
                foreach (var picture in expected.GetProperty(mode).EnumerateObject().Where(picture => isWanted(picture.Value)))
                    rows.Add(set, mode, picture.Name);
            }
        }

        if (Goldens.SharedRoot is null)
            rows.Add("shared", "square", "all");
        return rows;
    }

    /// <summary>Rows of (set, key) of u8.safetensors.</summary>
    public static TheoryData<string, string> CropKeys()
    {
        var rows = new TheoryData<string, string>();
        foreach (var set in Sets())
        {
            using var file = SafetensorsFile.Open(Path.Combine(Folder(set), "u8.safetensors"));
            foreach (var key in file.Tensors.Keys)
                rows.Add(set, key);
        }

        if (Goldens.SharedRoot is null)
            rows.Add("shared", "all");
        return rows;
    }

    private static IEnumerable<string> Sets() => Goldens.SharedRoot is null ? ["small"] : ["small", "shared"];
}
