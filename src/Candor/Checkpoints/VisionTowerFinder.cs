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
    /// <param name="modelFolders">The model's folder, and its base model's; the tower may stand beside one under the last part of its name.</param>
    /// <exception cref="InputException">It is in none of these places; they are listed.</exception>
    public static string Find(string name, string nameFolder, params IReadOnlyList<string> modelFolders)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(modelFolders);
        var last = name.TrimEnd('/', '\\').Split('/', '\\')[^1];
        string?[] candidates =
        [
            Path.GetFullPath(Path.Combine(nameFolder, name)),
            .. modelFolders.Select(folder => Path.GetFullPath(Path.Combine(folder, "..", last))),
            InCache(name),
        ];
        var places = candidates.OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        return places.Find(place => File.Exists(Path.Combine(place, "config.json")))
            ?? throw new InputException(
                $"vision tower {name}: expected its folder at one of {string.Join(", ", places)}; found none");
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
