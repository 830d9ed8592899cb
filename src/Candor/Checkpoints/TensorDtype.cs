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
