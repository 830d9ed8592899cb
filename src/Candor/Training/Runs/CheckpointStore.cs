using System.Globalization;

namespace Candor.Training.Runs;

/// <summary>
/// The <c>checkpoint-N</c> folders of a run. One appears whole or not at all: it is written as <c>checkpoint-N.tmp</c>, every file and the
/// folder are flushed, then it gets its name. Older ones go only after that, so there is a whole one at every instant.
/// </summary>
/// <param name="folder">The run's folder.</param>
public sealed class CheckpointStore(string folder)
{
    private const string Prefix = "checkpoint-";

    /// <summary>ENOSPC and EDQUOT of Unix, ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL of Windows.</summary>
    private static readonly int[] DiskFull = [28, 122, unchecked((int)0x80070070), unchecked((int)0x80070027)];

    /// <summary>All checkpoints, the newest first.</summary>
    public IReadOnlyList<SavedCheckpoint> List() => !Directory.Exists(folder) ? [] :
    [
        .. Directory.EnumerateDirectories(folder, Prefix + "*").Select(Parse).OfType<SavedCheckpoint>()
            .OrderByDescending(checkpoint => checkpoint.Step),
    ];

    /// <summary>The newest checkpoint whose files are as they were written.</summary>
    /// <param name="report">Told of each newer one that is damaged, and why.</param>
    public SavedCheckpoint? FindNewest(Action<string> report)
    {
        ArgumentNullException.ThrowIfNull(report);
        foreach (var checkpoint in List())
        {
            if (CheckpointManifest.FindDamage(checkpoint.Folder) is not { } damage)
                return checkpoint;
            report($"{checkpoint.Folder} is damaged and not used: {damage}");
        }

        return null;
    }

    /// <summary>Writes a checkpoint, then removes the oldest beyond the limit.</summary>
    /// <param name="step">Updates made.</param>
    /// <param name="write">Writes its files into the folder given.</param>
    /// <param name="elapsed">Time spent on the run so far.</param>
    /// <param name="limit">Checkpoints kept, this one among them, or null for all.</param>
    /// <returns>The checkpoint.</returns>
    /// <exception cref="IOException">It cannot be written; those before it are untouched.</exception>
    public SavedCheckpoint Save(int step, Action<string> write, TimeSpan elapsed, int? limit)
    {
        ArgumentNullException.ThrowIfNull(write);
        var final = Path.Combine(folder, Prefix + step.ToString(CultureInfo.InvariantCulture));
        var temporary = final + AtomicFile.TemporarySuffix;
        try
        {
            Remove(temporary);
            Directory.CreateDirectory(temporary);
            write(temporary);
            CheckpointManifest.Write(temporary, elapsed);
            foreach (var inner in Directory.EnumerateDirectories(temporary, "*", SearchOption.AllDirectories).Append(temporary))
                DirectorySync.Flush(inner);
            // One of the same step is a damaged one that the run was not continued from.
            Discard(final);
            Directory.Move(temporary, final);
            DirectorySync.Flush(folder);
        }
        catch (IOException)
        {
            Remove(temporary);
            throw;
        }

        Rotate(step, limit);
        return new SavedCheckpoint(step, final);
    }

    /// <summary>Removes the oldest checkpoints beyond the limit.</summary>
    /// <param name="step">The newest that is whole; it is kept, and newer ones are left alone.</param>
    /// <param name="limit">Checkpoints kept, that one among them, or null for all.</param>
    public void Rotate(int step, int? limit)
    {
        foreach (var old in List().Where(checkpoint => checkpoint.Step < step).Skip((limit ?? int.MaxValue) - 1))
            Discard(old.Folder);
    }

    /// <summary>Removes what a killed run left half written or half removed.</summary>
    public void ClearUnfinished()
    {
        foreach (var leftover in Directory.EnumerateDirectories(folder, Prefix + "*" + AtomicFile.TemporarySuffix).ToList())
            Remove(leftover);
    }

    /// <summary>Removes all checkpoints, for a run that starts anew.</summary>
    public void RemoveAll()
    {
        foreach (var checkpoint in List())
            Discard(checkpoint.Folder);
    }

    /// <summary>What a user should know and do where something of the run cannot be written.</summary>
    public string Explain(IOException error)
    {
        ArgumentNullException.ThrowIfNull(error);
        var last = List() is [var newest, ..] ? $"{newest.Folder} and those before it are whole" : "there is no checkpoint yet";
        return DiskFull.Contains(error.HResult)
            ? $"the disk is full: {error.Message}; {last}; free some space and run the same command again"
            : $"{error.Message}; {last}; run the same command again to go on";
    }

    /// <summary>Takes the name away first: a folder that is half removed must not look like a checkpoint.</summary>
    private static void Discard(string checkpoint)
    {
        if (!Directory.Exists(checkpoint))
            return;
        var unnamed = checkpoint + ".old" + AtomicFile.TemporarySuffix;
        Remove(unnamed);
        Directory.Move(checkpoint, unnamed);
        Remove(unnamed);
    }

    private static void Remove(string path)
    {
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
    }

    private static SavedCheckpoint? Parse(string path)
    {
        var number = Path.GetFileName(path).AsSpan(Prefix.Length);
        return int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var step) ? new SavedCheckpoint(step, path) : null;
    }
}
