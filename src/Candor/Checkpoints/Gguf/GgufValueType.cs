namespace Candor.Checkpoints.Gguf;

/// <summary>Types of metadata values, by their numbers in the file.</summary>
internal enum GgufValueType
{
    UInt8 = 0,
    Int8 = 1,
    UInt16 = 2,
    Int16 = 3,
    UInt32 = 4,
    Int32 = 5,
    Float32 = 6,
    Bool = 7,
    Text = 8,
    Array = 9,
    UInt64 = 10,
    Int64 = 11,
    Float64 = 12,
}

/// <summary>Sizes and words.</summary>
internal static class GgufValueTypes
{
    /// <summary>Bytes of one value; 0 where each has its own length.</summary>
    public static int ByteSize(this GgufValueType type) => type switch
    {
        GgufValueType.UInt8 or GgufValueType.Int8 or GgufValueType.Bool => 1,
        GgufValueType.UInt16 or GgufValueType.Int16 => 2,
        GgufValueType.UInt32 or GgufValueType.Int32 or GgufValueType.Float32 => 4,
        GgufValueType.UInt64 or GgufValueType.Int64 or GgufValueType.Float64 => 8,
        _ => 0,
    };

    /// <summary>For messages.</summary>
    public static string Describe(this GgufValueType type) => type switch
    {
        GgufValueType.Text => "text",
        GgufValueType.Bool => "a truth value",
        GgufValueType.Array => "a list",
        GgufValueType.Float32 or GgufValueType.Float64 => "a fraction",
        _ => "an integer",
    };
}
