namespace Candor.Evaluation.Comparison.Readers;

/// <summary>All readers.</summary>
public static class RunReaders
{
    /// <summary>Every reader there is, in the order in which they are asked.</summary>
    public static IReadOnlyList<IRunReader> All { get; } = [new LmEvalRunReader()];

    /// <summary>Reads a run with the first reader that knows its form.</summary>
    /// <exception cref="InputException">Nothing is there, no reader knows it, or it is damaged.</exception>
    public static EvaluationRun Read(string path)
    {
        if (!Path.Exists(path))
            throw new InputException($"{path}: no such file or folder");
        var reader = All.FirstOrDefault(candidate => candidate.CanRead(path))
            ?? throw new InputException($"{path}: expected {string.Join(" or ", All.Select(candidate => candidate.Reads))}");
        return reader.Read(path);
    }
}
