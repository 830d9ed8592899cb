namespace Candor.Cli.Diagnosis;

/// <summary>Looks for the benchmarks' files in the layout that <c>candor eval --data</c> reads.</summary>
internal static class BenchmarkData
{
    private static readonly (string Task, string[] Path)[] Files =
    [
        ("truthfulqa_mc", ["truthfulqa", "mc_task.json"]),
        ("ethics_cm", ["ethics", "commonsense", "cm_test.csv"]),
        ("ethics_deontology", ["ethics", "deontology", "deontology_test.csv"]),
        ("ethics_justice", ["ethics", "justice", "justice_test.csv"]),
        ("ethics_utilitarianism", ["ethics", "utilitarianism", "util_test.csv"]),
        ("ethics_virtue", ["ethics", "virtue", "virtue_test.csv"]),
    ];

    /// <summary>A finding a task; nothing where no folder was named.</summary>
    public static IEnumerable<Finding> Examine(string? folder)
    {
        if (folder is null)
        {
            yield return new Finding("data", Verdict.Limited, "not looked for: name the folder with --data DIR");
            yield break;
        }

        foreach (var (task, path) in Files)
        {
            var file = Path.Combine([folder, .. path]);
            yield return File.Exists(file)
                ? new Finding(task, Verdict.Fine, file)
                : new Finding(task, Verdict.Limited, $"no {file}: this task cannot be evaluated");
        }
    }
}
