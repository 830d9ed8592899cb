using System.Numerics;

namespace Candor.Training.Logs;

/// <summary>The checksum of TFRecord files: CRC-32C, rotated and shifted so that sums of data with sums in it stay sound.</summary>
internal static class MaskedCrc32C
{
    private const uint MaskDelta = 0xa282ead8;

    /// <summary>The masked checksum of some bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var sum = uint.MaxValue;
        foreach (var value in bytes)
            sum = BitOperations.Crc32C(sum, value);
        return BitOperations.RotateRight(~sum, 15) + MaskDelta;
    }
}
