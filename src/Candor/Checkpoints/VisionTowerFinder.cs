namespace Candor.Checkpoints;

/// <summary>
/// Finds the folder of a vision tower that a checkpoint or a training file names: a path, a folder beside the model, or the Hugging Face
/// cache.
/// </summary>
public static class VisionTowerFinder
{
    /// <summary>The tower's folder.</summary>
    /// <param name="name">The name or path, such as <c>openai/clip-vit-large-patch14</c>.</param>
    /// <param name="nameFolder">The folder that a relative path starts from.</param>
    /// <param name="modelFolder">The model's folder; the tower may stand beside it under the last part of its name.</param>
    /// <exception cref="InputException">It is in none of these places; they are listed.</exception>
    public static string Find(string name, string nameFolder, string modelFolder)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(modelFolder);
        var last = name.TrimEnd('/', '\\').Split('/', '\\')[^1];
        string?[] places =
        [
            Path.GetFullPath(Path.Combine(nameFolder, name)),
            Path.GetFullPath(Path.Combine(modelFolder, "..", last)),
            InCache(name),
        ];
        return places.OfType<string>().FirstOrDefault(place => File.Exists(Path.Combine(place, "config.json")))
            ?? throw new InputException(
                $"vision tower {name}: expected its folder at one of {string.Join(", ", places.OfType<string>())}; found none");
    }

    /// <summary>The snapshot of the main revision, or where the repository would lie.</summary>
    private static string? InCache(string name)
    {
        if (name.Split('/') is not [var organization and not ("" or "." or ".."), var model and not ("" or "." or "..")])
            return null;
        var repository = Path.Combine(CacheFolder(), $"models--{organization}--{model}");
        var revision = Path.Combine(repository, "refs", "main");
        return File.Exists(revision) ? Path.Combine(repository, "snapshots", File.ReadAllText(revision).Trim()) : repository;
    }

    private static string CacheFolder()
    {
        if (Environment.GetEnvironmentVariable("HF_HUB_CACHE") is { Length: > 0 } cache)
            return cache;
        var home = Environment.GetEnvironmentVariable("HF_HOME") is { Length: > 0 } folder
            ? folder
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "huggingface");
        return Path.Combine(home, "hub");
    }
}
