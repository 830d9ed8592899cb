using System.Text.Json;
using Candor.TestSupport;

namespace Candor.Tests.Training;

/// <summary>The reference's training runs, the committed small ones and the large ones where they are.</summary>
internal static class TrainingRunGoldens
{
    public static IEnumerable<TheoryDataRow<string>> Rows =>
        Files().Select(file => new TheoryDataRow<string>(file) { TestDisplayName = $"{Path.GetFileName(Root(file))}/{Path.GetFileNameWithoutExtension(file)}" });

    public static JsonElement Read(string file) => Goldens.Json(file);

    private static IEnumerable<string> Files()
    {
        string?[] folders = [Goldens.Committed("small", "train", "runs"), Goldens.SharedRoot is { } shared ? Path.Combine(shared, "goldens", "train", "runs") : null];
        return folders.OfType<string>().SelectMany(folder => Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal));
    }

    private static string Root(string file) => Path.GetDirectoryName(Path.GetDirectoryName(Path.GetDirectoryName(file)))!;
}
