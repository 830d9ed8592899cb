using Candor.Torch.Kernels;
using static TorchSharp.torch;

namespace Candor.Torch.Modules;

/// <summary>Padding as attention sees it.</summary>
public static class AttentionMask
{
    /// <summary>
    /// Whether padding stands before a real position somewhere: to the right of all of them it is behind every query that counts, and the
    /// causal mask hides it already.
    /// </summary>
    /// <param name="isReal">Row by row, [B·S].</param>
    /// <param name="length">S.</param>
    public static bool HasHoles(ReadOnlySpan<bool> isReal, int length)
    {
        for (int start = 0; start < isReal.Length; start += length)
        {
            var row = isReal.Slice(start, length);
            int padding = row.IndexOf(false);
            if (padding >= 0 && row[padding..].Contains(true))
                return true;
        }

        return false;
    }

    /// <summary>What is added to scores, [B, 1, S, S]: 0 where a query may look, else the type's smallest number. Null where causality is enough.</summary>
    /// <param name="isReal">Which positions are not padding, row by row [B·S], or null for all.</param>
    /// <param name="batch">B.</param>
    /// <param name="length">S.</param>
    /// <param name="type">The type of the scores.</param>
    public static Tensor? Create(bool[]? isReal, int batch, int length, ScalarType type)
    {
        if (isReal is null || !HasHoles(isReal, length))
            return null;
        using var scope = NewDisposeScope();
        var causal = ones(length, length, dtype: ScalarType.Bool).tril();
        var visible = causal.logical_and(tensor(isReal).view(batch, 1, 1, length));
        var smallest = type == ScalarType.BFloat16 ? -3.3895313892515355e38 : float.MinValue;
        return zeros(batch, 1, length, length, dtype: type).Filled(visible.logical_not(), smallest).MoveToOuterDisposeScope();
    }
}
