using System.Text.Json;
using Candor.TestSupport;

namespace Candor.Torch.Tests.Cli;

/// <summary>Training files of the reference's small runs: their own options, word for word, with paths of this clone.</summary>
internal static class TrainingFiles
{
    private static readonly string s_small = Goldens.Committed("small");

    /// <summary>Options with a place in them.</summary>
    private static readonly Dictionary<string, Func<string, string>> s_paths = new()
    {
        ["model_name_or_path"] = name => Path.Combine(s_small, "models", name),
        ["pretrain_mm_mlp_adapter"] = name => Path.Combine(s_small, "train", name),
    };

    public static JsonElement Run(string name) => Goldens.Json(Goldens.Committed("small", "train", "runs", name + ".json"));

    /// <summary>Writes the file of a run into a folder.</summary>
    public static string Write(TemporaryFolder folder, string run, params string[] more)
    {
        var golden = Run(run);
        var lines = golden.GetProperty("options").EnumerateObject().Select(option => $"{option.Name}: {Value(option)}")
            .Append($"data_path: {Path.Combine(s_small, "train", golden.GetProperty("rows").GetString()!)}")
            .Append($"image_folder: {Path.Combine(s_small, "clip", "images")}")
            .Append($"initial_tensors: {Goldens.Committed("small", "train", "runs", run + ".safetensors")}")
            .Append("on_empty_batch: step");
        File.WriteAllLines(folder.File(run + ".yaml"), lines.Concat(more));
        return folder.File(run + ".yaml");
    }

    private static string Value(JsonProperty option) =>
        s_paths.TryGetValue(option.Name, out var place) ? place(option.Value.GetString()!) : option.Value.ToString();
}
