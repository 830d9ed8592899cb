using System.Runtime.InteropServices;
using TorchSharp;

namespace Candor.Torch.Kernels;

/// <summary>
/// Runs a kernel's parts on the threads that libtorch computes with. Those threads spin for a while after each product, so work given to
/// the .NET pool would fight them for the cores; on Linux the parts therefore run on libtorch's own OpenMP pool. Elsewhere, or when the
/// library is not found, <see cref="Parallel"/> does it.
/// </summary>
internal static unsafe class NativePool
{
    private static readonly delegate* unmanaged<delegate* unmanaged<void*, void>, void*, uint, uint, void> ParallelRegion;
    private static readonly delegate* unmanaged<int> ThreadNumber;

    static NativePool()
    {
        if (Find() is { } library)
        {
            ThreadNumber = (delegate* unmanaged<int>)NativeLibrary.GetExport(library, "omp_get_thread_num");
            ParallelRegion = (delegate* unmanaged<delegate* unmanaged<void*, void>, void*, uint, uint, void>)
                NativeLibrary.GetExport(library, "GOMP_parallel");
        }
    }

    /// <summary>How many parts <see cref="Run"/> makes at most.</summary>
    public static int Threads => Math.Max(1, torch.get_num_threads());

    /// <summary>Calls <paramref name="body"/> with ranges [first, end) that cover 0…<paramref name="count"/>, one a thread.</summary>
    /// <remarks>Kernels treat items alone, so how a range is cut does not show in their results. The body must not throw.</remarks>
    public static void Run(int count, Action<int, int> body)
    {
        int parts = Math.Min(Threads, count);
        if (parts <= 1)
        {
            if (count > 0)
                body(0, count);
            return;
        }

        if (ParallelRegion is null)
        {
            Parallel.For(0, parts, part => RunPart(body, count, part, parts));
            return;
        }

        var handle = GCHandle.Alloc(new Work(body, count, parts));
        try
        {
            ParallelRegion(&Enter, (void*)GCHandle.ToIntPtr(handle), (uint)parts, 0);
        }
        finally
        {
            handle.Free();
        }
    }

    [UnmanagedCallersOnly]
    private static void Enter(void* data)
    {
        var work = (Work)GCHandle.FromIntPtr((nint)data).Target!;
        RunPart(work.Body, work.Count, ThreadNumber(), work.Parts);
    }

    private static void RunPart(Action<int, int> body, int count, int part, int parts) =>
        body((int)((long)count * part / parts), (int)((long)count * (part + 1) / parts));

    /// <summary>libtorch's packages bring their own copy of GNU's OpenMP under a name with a hash in it.</summary>
    private static nint? Find()
    {
        // A static constructor may run before any tensor was made: libtorch, and with it the OpenMP library, is loaded first.
        torch.get_num_threads();
        if (!OperatingSystem.IsLinux())
            return null;
        string root = AppContext.BaseDirectory;
        foreach (string folder in (string[])[root, Path.Combine(root, "runtimes", RuntimeInformation.RuntimeIdentifier, "native")])
        {
            if (!Directory.Exists(folder))
                continue;
            foreach (string file in Directory.EnumerateFiles(folder, "libgomp*").Order(StringComparer.Ordinal))
            {
                if (NativeLibrary.TryLoad(file, out nint library))
                    return library;
            }
        }

        return null;
    }

    private sealed record Work(Action<int, int> Body, int Count, int Parts);
}
