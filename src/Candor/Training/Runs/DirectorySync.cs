using System.Runtime.InteropServices;

namespace Candor.Training.Runs;

/// <summary>
/// Makes a rename last through a power cut: on Unix the folder that holds a name must be flushed as well as the file. Windows journals
/// names itself.
/// </summary>
internal static class DirectorySync
{
    private const int ReadOnly = 0;

    /// <summary>Flushes a folder's own entries to disk.</summary>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        var descriptor = OpenFile(folder, ReadOnly);
        if (descriptor < 0)
            throw new IOException($"{folder}: cannot be opened to be flushed (error {Marshal.GetLastPInvokeError()})");
        try
        {
            // Some network file systems cannot flush a folder (EINVAL); there is nothing more to be done there.
            _ = FlushFile(descriptor);
        }
        finally
        {
            _ = CloseFile(descriptor);
        }
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int OpenFile([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int FlushFile(int descriptor);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int CloseFile(int descriptor);
}
