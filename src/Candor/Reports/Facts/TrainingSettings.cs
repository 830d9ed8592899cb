using Candor.Evaluation.Comparison.Readers;
using Candor.Training.Runs;

namespace Candor.Reports.Facts;

/// <summary>With what a training was made, from <c>training_args.json</c> in its folder.</summary>
internal static class TrainingSettings
{
    /// <summary>Option and value, and the digests; none where there is no such file.</summary>
    /// <exception cref="InputException">It is damaged.</exception>
    public static IReadOnlyList<KeyValuePair<string, string>> Find(string folder)
    {
        var path = Path.Combine(folder, RunIdentity.FileName);
        if (!File.Exists(path))
            return [];
        using var document = JsonFiles.ReadObject(path);
        return
        [
            .. document.RootElement.EnumerateObject()
                .Select(entry => new KeyValuePair<string, string>(entry.Name, LastName(entry.Value.AsText() ?? "")))
                .Where(entry => entry.Value.Length > 0),
        ];
    }

    /// <summary>Where a file lies differs between machines; what it holds is said by the digests.</summary>
    private static string LastName(string value) => value[(value.TrimEnd('/', '\\').LastIndexOfAny(['/', '\\']) + 1)..];
}
