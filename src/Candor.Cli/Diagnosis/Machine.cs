using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Candor.Cli.Diagnosis;

/// <summary>What the machine offers: instruction sets, threads, memory, disk.</summary>
internal static class Machine
{
    /// <summary>Everything about the machine that decides what can run, and how fast.</summary>
    public static IEnumerable<Finding> Examine(string folder)
    {
        yield return InstructionSets();
        yield return Threads();
        yield return Memory();
        yield return Disk(folder);
    }

    private static Finding InstructionSets()
    {
        if (RuntimeInformation.ProcessArchitecture != Architecture.X64)
            return new Finding("instructions", Verdict.Limited, $"{RuntimeInformation.ProcessArchitecture}: the portable path is used");
        string[] present = [.. SupportedSets()];
        return present.Contains("AVX2")
            ? new Finding("instructions", Verdict.Fine, string.Join(' ', present))
            : new Finding("instructions", Verdict.Limited, "no AVX2: everything runs, several times slower");
    }

    private static IEnumerable<string> SupportedSets()
    {
        if (Avx2.IsSupported)
            yield return "AVX2";
        if (Fma.IsSupported)
            yield return "FMA";
        if (Avx512F.IsSupported)
            yield return "AVX-512";

        // Leaf 7, sub-leaf 1, EAX bit 5: AVX512_BF16; sub-leaf 0, EDX bit 22: AMX-BF16 (Intel SDM, CPUID).
        if (X86Base.IsSupported && (X86Base.CpuId(7, 1).Eax & (1 << 5)) != 0)
            yield return "AVX512-BF16";
        if (X86Base.IsSupported && (X86Base.CpuId(7, 0).Edx & (1 << 22)) != 0)
            yield return "AMX-BF16";
    }

    private static Finding Threads()
    {
        var count = Environment.ProcessorCount;
        var limit = Environment.GetEnvironmentVariable("OMP_NUM_THREADS");
        return limit is null
            ? new Finding("threads", Verdict.Fine, $"{count}")
            : new Finding("threads", Verdict.Limited, $"{count}, but OMP_NUM_THREADS={limit} decides what libtorch uses");
    }

    private static Finding Memory()
    {
        var total = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        var verdict = total < 2L << 30 ? Verdict.Limited : Verdict.Fine;
        return new Finding("memory", verdict, Gigabytes(total) + " for this process; a 7B model takes 14 GB in bf16, 28 GB in fp32");
    }

    private static Finding Disk(string folder)
    {
        var free = new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace;
        return new Finding("disk", free < 1L << 30 ? Verdict.Limited : Verdict.Fine, Gigabytes(free) + " free in " + Path.GetFullPath(folder));
    }

    private static string Gigabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.0} GB");
}
