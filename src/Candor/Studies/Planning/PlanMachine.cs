using System.Globalization;
using Candor.Studies.Recipes;

namespace Candor.Studies.Planning;

/// <summary>The devices that a plan is made for, with what is assumed of them.</summary>
/// <param name="Devices">GPUs, or 1 for the processors of this machine.</param>
/// <param name="MemoryBytes">Of each.</param>
/// <param name="OperationsPerSecond">That each is assumed to sustain.</param>
/// <param name="DiskBytes">Free space for the run folder, or null where it is not known.</param>
/// <param name="Description">In words, with the reason for that assumption.</param>
public sealed record PlanMachine(int Devices, long MemoryBytes, double OperationsPerSecond, long? DiskBytes, string Description)
{
    /// <summary>Measured with bf16 and fp32 training steps of 58M parameters: 0.3 on two cores.</summary>
    private const double CpuTflopsPerCore = 0.15;

    /// <summary>40% of an A100's 312 dense bf16 TFLOP/s.</summary>
    private const double LargeGpuTflops = 125;

    /// <summary>40% of an RTX 3090's 71.</summary>
    private const double SmallGpuTflops = 28;

    private const double LargeGpuGb = 40;

    /// <summary>What a study file says, completed by this machine.</summary>
    /// <param name="recipe">What the file says.</param>
    /// <param name="folder">The run folder; its disk counts where the study is planned for this machine.</param>
    public static PlanMachine Of(MachineRecipe recipe, string folder)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        long? disk = recipe.DiskGb is { } gigabytes ? (long)(gigabytes * 1e9) : recipe.Gpus == 0 ? FreeDisk.Of(folder) : null;
        if (recipe.Gpus == 0)
        {
            var cores = Environment.ProcessorCount;
            var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
            return Create(1, memory, disk, recipe.Tflops ?? (cores * CpuTflopsPerCore), string.Create(CultureInfo.InvariantCulture, $"this machine's {cores} cores with {memory / 1e9:0.#} GB"));
        }

        var tflops = recipe.Tflops ?? (recipe.GpuMemoryGb >= LargeGpuGb ? LargeGpuTflops : SmallGpuTflops);
        return Create(recipe.Gpus, (long)(recipe.GpuMemoryGb * 1e9), disk, tflops, string.Create(CultureInfo.InvariantCulture, $"{recipe.Gpus} × {recipe.GpuMemoryGb:0.#} GB of GPU memory"));
    }

    private static PlanMachine Create(int devices, long memory, long? disk, double tflops, string name) => new(
        devices, memory, tflops * 1e12, disk, string.Create(CultureInfo.InvariantCulture, $"{name}, {(devices > 1 ? "each " : "")}assumed to sustain {tflops:0.###} TFLOP/s"));
}
