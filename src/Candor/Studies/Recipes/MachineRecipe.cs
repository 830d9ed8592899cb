namespace Candor.Studies.Recipes;

/// <summary>The machine that a plan is made for. Nothing here changes a result.</summary>
public sealed record MachineRecipe
{
    /// <summary><c>gpus</c>; 0 plans for this machine's processors.</summary>
    public int Gpus { get; init; }

    /// <summary><c>gpu_memory_gb</c>: of each, in GB of 10⁹ bytes.</summary>
    public double GpuMemoryGb { get; init; }

    /// <summary><c>tflops</c>: what a device (a GPU, or all processors together) is assumed to sustain, in 10¹² operations a second.</summary>
    public double? Tflops { get; init; }

    /// <summary><c>disk_gb</c>: free space for the run folder, or null: this machine's where there are no GPUs, else unknown.</summary>
    public double? DiskGb { get; init; }

    /// <summary><c>sharding</c> over several GPUs: <c>none</c>, <c>zero2</c> (gradients and optimizer) or <c>zero3</c> (weights too).</summary>
    public string Sharding { get; init; } = "zero2";
}
