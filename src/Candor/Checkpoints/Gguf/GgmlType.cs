namespace Candor.Checkpoints.Gguf;

/// <summary>
/// How a GGUF file stores the elements of a tensor: plain numbers, or blocks that share scales. Names, numbers and sizes are ggml's
/// (<c>GGML_QUANT_SIZES</c> of the <c>gguf</c> package 0.19.0).
/// </summary>
internal sealed record GgmlType
{
    private static readonly GgmlType[] All =
    [
        new(0, "F32", 1, 4) { Decode = PlainBlocks.DecodeF32 },
        new(1, "F16", 1, 2) { Decode = PlainBlocks.DecodeF16 },
        new(2, "Q4_0", 32, 18) { Decode = SmallBlocks.DecodeQ40 },
        new(3, "Q4_1", 32, 20) { Decode = SmallBlocks.DecodeQ41 },
        new(6, "Q5_0", 32, 22) { Decode = SmallBlocks.DecodeQ50 },
        new(7, "Q5_1", 32, 24) { Decode = SmallBlocks.DecodeQ51 },
        new(8, "Q8_0", 32, 34) { Decode = SmallBlocks.DecodeQ80 },
        new(9, "Q8_1", 32, 40),
        new(10, "Q2_K", 256, 84),
        new(11, "Q3_K", 256, 110),
        new(12, "Q4_K", 256, 144) { Decode = SuperBlocks.DecodeQ4K },
        new(13, "Q5_K", 256, 176) { Decode = SuperBlocks.DecodeQ5K },
        new(14, "Q6_K", 256, 210) { Decode = SuperBlocks.DecodeQ6K },
        new(15, "Q8_K", 256, 292),
        new(16, "IQ2_XXS", 256, 66),
        new(17, "IQ2_XS", 256, 74),
        new(18, "IQ3_XXS", 256, 98),
        new(19, "IQ1_S", 256, 50),
        new(20, "IQ4_NL", 32, 18),
        new(21, "IQ3_S", 256, 110),
        new(22, "IQ2_S", 256, 82),
        new(23, "IQ4_XS", 256, 136),
        new(24, "I8", 1, 1),
        new(25, "I16", 1, 2),
        new(26, "I32", 1, 4),
        new(27, "I64", 1, 8),
        new(28, "F64", 1, 8),
        new(29, "IQ1_M", 256, 56),
        new(30, "BF16", 1, 2) { Decode = PlainBlocks.DecodeBf16 },
        new(34, "TQ1_0", 256, 54),
        new(35, "TQ2_0", 256, 66),
        new(39, "MXFP4", 32, 17),
        new(40, "NVFP4", 64, 36),
        new(41, "Q1_0", 128, 18),
    ];

    private GgmlType(uint id, string name, int blockElements, int blockBytes)
    {
        Id = id;
        Name = name;
        BlockElements = blockElements;
        BlockBytes = blockBytes;
    }

    /// <summary>The number in the file.</summary>
    public uint Id { get; }

    /// <summary>ggml's name, such as <c>Q4_K</c>.</summary>
    public string Name { get; }

    /// <summary>Elements of one block; 1 for plain numbers.</summary>
    public int BlockElements { get; }

    /// <summary>Bytes of one block.</summary>
    public int BlockBytes { get; }

    /// <summary>Turns whole blocks into numbers; null where the type cannot be read.</summary>
    public BlockDecoder? Decode { get; private init; }

    /// <summary>Names of the types that can be read, for messages.</summary>
    public static string ReadableNames => string.Join(", ", All.Where(type => type.Decode is not null).Select(type => type.Name));

    /// <summary>The type of a number, or null where ggml has none or has dropped it.</summary>
    public static GgmlType? Find(uint id) => Array.Find(All, type => type.Id == id);
}

/// <summary>Turns the bytes of whole blocks into as many numbers as they hold.</summary>
internal delegate void BlockDecoder(ReadOnlySpan<byte> blocks, Span<float> values);
