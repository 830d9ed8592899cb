using System.Runtime.InteropServices;

namespace Candor.Torch.Kernels;

/// <summary>
/// Keeps memory that was freed for the next allocation. By default glibc maps every block above some size from the system and gives it back when it
/// is freed: each step of training would then fault in all of its memory anew, a twentieth of the time.
/// </summary>
internal static class NativeHeap
{
    private const int MmapThreshold = -3;
    private const int TrimThreshold = -1;

    // Blocks above this go back to the system all the same: weights, which come and go once.
    private const int LargestKept = 1 << 30;

    private static readonly bool Kept = TryKeep();

    /// <summary>Switches it on, once and for the whole process. True on Linux with glibc.</summary>
    public static bool KeepFreedMemory() => Kept;

    private static bool TryKeep()
    {
        if (!OperatingSystem.IsLinux())
            return false;
        try
        {
            return mallopt(MmapThreshold, LargestKept) == 1 && mallopt(TrimThreshold, int.MaxValue) == 1;
        }
        catch (EntryPointNotFoundException)
        {
            return false;
        }
    }

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int mallopt(int parameter, int value);
}
