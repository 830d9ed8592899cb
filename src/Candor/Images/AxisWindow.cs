namespace Candor.Images;

/// <summary>The part of a resized axis that a centre crop keeps.</summary>
/// <param name="Start">First kept position of the resized axis.</param>
/// <param name="Count">Number of kept positions.</param>
/// <param name="Offset">Where they begin in the crop; above zero where the axis is shorter than the crop and zeros surround it.</param>
internal readonly record struct AxisWindow(long Start, int Count, int Offset)
{
    /// <summary>
    /// Follows <c>center_crop</c> of transformers 5, which for odd differences gives the size asked for (4.31 loses a row there).
    /// </summary>
    public static AxisWindow Center(long size, int crop)
    {
        var start = (size - crop) >> 1; // rounds down, below zero too
        return start >= 0 ? new(start, crop, 0) : new(0, (int)Math.Min(size, crop), (int)-start);
    }
}
