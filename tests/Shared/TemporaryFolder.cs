namespace Candor.TestSupport;

/// <summary>A folder of the test's own, deleted with everything in it at the end.</summary>
public sealed class TemporaryFolder : IDisposable
{
    /// <summary>The full path.</summary>
    public string FullPath { get; } = Directory.CreateTempSubdirectory("candor-test-").FullName;

    /// <summary>A path inside the folder.</summary>
    public string File(params string[] parts) => Path.Combine([FullPath, .. parts]);

    /// <inheritdoc />
    public void Dispose() => Directory.Delete(FullPath, recursive: true);
}
