namespace Candor.Checkpoints;

/// <summary>The little-endian, row-major bytes of a tensor in memory. Valid only while the checkpoint that gave it is open.</summary>
/// <param name="Address">First byte (a mapped file or native memory; no alignment is promised).</param>
/// <param name="ByteLength">Number of bytes.</param>
public readonly record struct TensorView(nint Address, long ByteLength);
