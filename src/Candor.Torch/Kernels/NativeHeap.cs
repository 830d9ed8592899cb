using System.Runtime.InteropServices;

namespace Candor.Torch.Kernels;

/// <summary>
/// Takes large blocks from the system one by one and gives them back when they are freed. glibc's own habit, to keep freed blocks of up
/// to 32 MB in its heap, goes badly with libtorch's aligned allocations: a freed block does not fit the next request of the same size,
/// and the heap grew by a tenth a step. What is needed again and again comes from <see cref="TensorPool"/> instead.
/// </summary>
internal static class NativeHeap
{
    private const int MmapThreshold = -3;
    private const int LargestInHeap = 1 << 20;

    private static readonly bool Returns = TrySet();

    /// <summary>Switches it on, once and for the whole process. True on Linux with glibc.</summary>
    public static bool ReturnFreedMemory() => Returns;

    private static bool TrySet()
    {
        if (!OperatingSystem.IsLinux())
            return false;
        try
        {
            return mallopt(MmapThreshold, LargestInHeap) == 1;
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
