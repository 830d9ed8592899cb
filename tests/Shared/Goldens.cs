using System.Text.Json;

namespace Candor.TestSupport;

/// <summary>Finds reference values: the committed ones in tests/Goldens, the larger ones in ../shared.</summary>
public static class Goldens
{
    /// <summary>The repository root, found by walking up to Candor.slnx.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The folder beside the repository that holds the large goldens, the real data and the models, or null.</summary>
    public static string? SharedRoot { get; } = Path.GetFullPath(Path.Combine(Root, "..", "shared")) is var path && Directory.Exists(path) ? path : null;

    /// <summary>A path under tests/Goldens, present in every clone.</summary>
    public static string Committed(params string[] parts) => Path.Combine([Root, "tests", "Goldens", .. parts]);

    /// <summary>A path under ../shared; the running test is skipped with the reason where that folder is absent.</summary>
    public static string Shared(params string[] parts)
    {
        Assert.SkipWhen(SharedRoot is null, "needs ../shared (large reference values and real data), which is not beside this clone");
        return Path.Combine([SharedRoot!, .. parts]);
    }

    /// <summary>Reads a JSON file whole.</summary>
    public static JsonElement Json(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        return document.RootElement.Clone();
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Candor.slnx")))
                return folder.FullName;
        }

        throw new InvalidOperationException("Candor.slnx is not above " + AppContext.BaseDirectory);
    }
}
