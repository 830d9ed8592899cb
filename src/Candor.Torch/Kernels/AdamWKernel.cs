using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Candor.Torch.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Candor.Torch.Kernels;

/// <summary>
/// AdamW's update of one parameter in one pass, in the order of operations of torch's <c>_single_tensor_adamw</c>. The libtorch form serves
/// tensors that are not on the CPU.
/// </summary>
internal static unsafe class AdamWKernel
{
    private const int Block = 1 << 14;

    /// <summary>Updates master, moments and, where there is one, the copy in the computing type.</summary>
    public static void Step(TrainableParameter parameter, AdamWStep step)
    {
        if (parameter.Master.device_type != DeviceType.CPU)
        {
            Portable(parameter, step);
            return;
        }

        long length = parameter.Master.numel();
        nint weight = Address(parameter.Master), gradient = Address(parameter.Gradient);
        nint first = Address(parameter.FirstMoment), second = Address(parameter.SecondMoment);
        nint copy = parameter.HasMaster ? Address(parameter.Weight) : 0;
        NativePool.Run((int)((length + Block - 1) / Block), (begin, end) => Range(
            (float*)weight,
            (float*)gradient,
            (float*)first,
            (float*)second,
            (void*)copy,
            (nint)begin * Block,
            (nint)Math.Min(length, (long)end * Block),
            step));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Range(float* weight, float* gradient, float* first, float* second, void* copy, nint i, nint end, AdamWStep step)
    {
        for (; i <= end - 16; i += 16)
        {
            var g = Vector512.Load(gradient + i) * step.GradientFactor;
            var m = Vector512.Load(first + i);
            m += Vector512.Create(step.Mix1) * (g - m);
            var v = (Vector512.Load(second + i) * step.Keep2) + (Vector512.Create(step.Mix2) * g * g);
            var root = (Vector512.Sqrt(v) / step.Root) + Vector512.Create(step.Epsilon);
            var w = (Vector512.Load(weight + i) * step.Shrink) + (Vector512.Create(step.Size) * m / root);
            m.Store(first + i);
            v.Store(second + i);
            w.Store(weight + i);
            if (copy is not null)
                BFloat16Lane.Store(copy, i, w);
        }

        for (; i < end; i++)
        {
            float g = gradient[i] * step.GradientFactor, m = first[i];
            m += step.Mix1 * (g - m);
            float v = (second[i] * step.Keep2) + (step.Mix2 * g * g);
            float w = (weight[i] * step.Shrink) + (step.Size * m / ((MathF.Sqrt(v) / step.Root) + step.Epsilon));
            (first[i], second[i], weight[i]) = (m, v, w);
            if (copy is not null)
                BFloat16Lane.StoreOne(copy, i, w);
        }
    }

    private static void Portable(TrainableParameter parameter, AdamWStep step)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var g = parameter.Gradient.Times(step.GradientFactor);
        parameter.FirstMoment.AddInPlace((g - parameter.FirstMoment).Times(step.Mix1));
        parameter.SecondMoment.TimesInPlace(step.Keep2).AddInPlace((g * g).Times(step.Mix2));
        var root = parameter.SecondMoment.sqrt().DividedBy(step.Root).Plus(step.Epsilon);
        parameter.Master.TimesInPlace(step.Shrink).AddInPlace(parameter.FirstMoment.Times(step.Size) / root);
        if (parameter.HasMaster)
            parameter.Weight.copy_(parameter.Master);
    }

    private static nint Address(Tensor tensor) => (nint)TensorMemory.Pointer(tensor);
}
