namespace Candor.Checkpoints;

/// <summary>Element types a checkpoint may store.</summary>
public enum TensorDtype
{
    /// <summary>IEEE 754 binary64.</summary>
    Float64,

    /// <summary>IEEE 754 binary32.</summary>
    Float32,

    /// <summary>IEEE 754 binary16.</summary>
    Float16,

    /// <summary>The upper half of binary32.</summary>
    BFloat16,

    /// <summary>8 bits: 4 of exponent, 3 of mantissa, no infinity (<c>float8_e4m3fn</c>).</summary>
    Float8E4M3,

    /// <summary>8 bits: 5 of exponent, 2 of mantissa (<c>float8_e5m2</c>).</summary>
    Float8E5M2,

    /// <summary>64-bit signed integer.</summary>
    Int64,

    /// <summary>32-bit signed integer.</summary>
    Int32,

    /// <summary>16-bit signed integer.</summary>
    Int16,

    /// <summary>8-bit signed integer.</summary>
    Int8,

    /// <summary>8-bit unsigned integer.</summary>
    UInt8,

    /// <summary>One byte, 0 or 1.</summary>
    Bool,
}
