namespace Candor.Studies.Running;

/// <summary>Keeps a second run out of a study's folder.</summary>
internal static class StudyLock
{
    private const string Name = "study.lock";

    /// <summary>Makes the folder and takes its lock; disposing gives it back. A killed run's lock is free.</summary>
    /// <exception cref="InputException">The folder cannot be made, or another run has it.</exception>
    public static IDisposable Take(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{folder}: the study's folder cannot be made: {error.Message}", error);
        }

        try
        {
            return new FileStream(
                Path.Combine(folder, Name), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{folder}: cannot be used: another run may be working there ({error.Message})", error);
        }
    }
}
