using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Candor.Torch.Kernels;

/// <summary>The memory behind a tensor, for kernels.</summary>
internal static unsafe class TensorMemory
{
    /// <summary>The first element of a contiguous CPU tensor. The tensor must outlive the use.</summary>
    /// <exception cref="ArgumentException">The tensor is strided or lives elsewhere.</exception>
    public static void* Pointer(Tensor tensor)
    {
        if (tensor.device_type != DeviceType.CPU || !tensor.is_contiguous())
            throw new ArgumentException("a kernel needs a contiguous CPU tensor", nameof(tensor));
        return (void*)THSTensor_data(tensor.Handle);
    }

    /// <summary>Whether kernels know this element type.</summary>
    public static bool IsKernelType(ScalarType type) => type is ScalarType.Float32 or ScalarType.BFloat16;

    [DllImport("LibTorchSharp")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    private static extern nint THSTensor_data(nint handle);
}
