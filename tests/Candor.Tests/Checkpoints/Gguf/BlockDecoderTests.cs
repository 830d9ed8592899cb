using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Candor.Checkpoints.Gguf;
using Candor.TestSupport;

namespace Candor.Tests.Checkpoints.Gguf;

/// <summary>Blocks into numbers: against the package's values, and for each type one block by hand.</summary>
public sealed class BlockDecoderTests
{
    public static TheoryData<string> Types =>
        [.. Goldens.Json(Goldens.Committed("gguf", "dequantized.json")).GetProperty("types").EnumerateArray().Select(row => row.GetProperty("type").GetString()!)];

    [Theory]
    [MemberData(nameof(Types))]
    public void EveryBitIsThePackages(string name)
    {
        var row = Goldens.Json(Goldens.Committed("gguf", "dequantized.json")).GetProperty("types").EnumerateArray()
            .Single(row => row.GetProperty("type").GetString() == name);
        var type = GgmlType.Find(row.GetProperty("id").GetUInt32())!;
        Assert.Equal(name, type.Name);
        var values = Decode(type, row.GetProperty("blocks").GetBytesFromBase64());
        Assert.Equal(row.GetProperty("count").GetInt32(), values.Length);
        Assert.Equal(row.GetProperty("first").EnumerateArray().Select(value => value.GetSingle()), values.Take(4));
        Assert.Equal(row.GetProperty("sha256").GetString(), Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes<float>(values))));
    }

    [Fact]
    public void AllElevenTypesAreThere() =>
        Assert.Equal("F32, F16, Q4_0, Q4_1, Q5_0, Q5_1, Q8_0, Q4_K, Q5_K, Q6_K, BF16", GgmlType.ReadableNames);

    [Fact]
    public void Q80ByHand()
    {
        byte[] block = [.. Scale(0.5f), .. Enumerable.Range(0, 32).Select(i => unchecked((byte)(i - 16)))];
        Assert.Equal(Enumerable.Range(0, 32).Select(i => 0.5f * (i - 16)), Decode("Q8_0", block));
    }

    [Fact]
    public void Q40ByHand()
    {
        // Byte i holds i in its low half and 15 − i in its high one.
        byte[] block = [.. Scale(2), .. Halves];
        Assert.Equal([.. Enumerable.Range(0, 16).Select(i => 2f * (i - 8)), .. Enumerable.Range(0, 16).Select(i => 2f * (7 - i))], Decode("Q4_0", block));
    }

    [Fact]
    public void Q41ByHand()
    {
        byte[] block = [.. Scale(2), .. Scale(-3), .. Halves];
        Assert.Equal([.. Enumerable.Range(0, 16).Select(i => (2f * i) - 3), .. Enumerable.Range(0, 16).Select(i => (2f * (15 - i)) - 3)], Decode("Q4_1", block));
    }

    [Fact]
    public void Q50ByHand()
    {
        // The fifth bits of elements 0 and 31 are set.
        byte[] block = [.. Scale(1), 1, 0, 0, 0x80, .. Halves];
        float[] low = [.. Enumerable.Range(0, 16).Select(i => i - 16f)], high = [.. Enumerable.Range(0, 16).Select(i => -1f - i)];
        Assert.Equal([low[0] + 16, .. low[1..], .. high[..15], high[15] + 16], Decode("Q5_0", block));
    }

    [Fact]
    public void Q51ByHand()
    {
        byte[] block = [.. Scale(1), .. Scale(0.25f), 1, 0, 0, 0x80, .. Halves];
        float[] low = [.. Enumerable.Range(0, 16).Select(i => i + 0.25f)], high = [.. Enumerable.Range(0, 16).Select(i => 15.25f - i)];
        Assert.Equal([low[0] + 16, .. low[1..], .. high[..15], high[15] + 16], Decode("Q5_1", block));
    }

    [Fact]
    public void Q4KByHand()
    {
        // Scales 1 to 8 and minima 9 to 16, all below 16: the last four stand in the halves of bytes 8 to 11 alone.
        byte[] scales = [1, 2, 3, 4, 9, 10, 11, 12, 0xd5, 0xe6, 0xf7, 0x08];

        // Minimum 16 of the last part has its fifth bit in the top of byte 7.
        scales[7] |= 0x40;
        byte[] block = [.. Scale(1), .. Scale(0.5f), .. scales, .. Enumerable.Repeat((byte)0x21, 128)];
        Assert.Equal(
            Enumerable.Range(0, 256).Select(i => i / 32).Select(part => ((part + 1f) * (part % 2 == 0 ? 1 : 2)) - (0.5f * (part + 9))),
            Decode("Q4_K", block));
    }

    [Fact]
    public void Q5KByHand()
    {
        // All scales 1, all minima 0. Bit p of byte i is the fifth of element i of part p: here set in part 3 only.
        byte[] scales = [1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1, 1];
        byte[] block = [.. Scale(1), .. Scale(1), .. scales, .. Enumerable.Repeat((byte)8, 32), .. Enumerable.Repeat((byte)0x21, 128)];
        Assert.Equal(
            Enumerable.Range(0, 256).Select(i => i / 32).Select(part => (part % 2 == 0 ? 1f : 2f) + (part == 3 ? 16 : 0)),
            Decode("Q5_K", block));
    }

    [Fact]
    public void Q6KByHand()
    {
        // Low halves 1 and 2, upper pairs 0, 1, 2, 3 for the four parts of each half; scale i − 8 for 16 elements.
        byte[] block =
        [
            .. Enumerable.Repeat((byte)0x21, 128), .. Enumerable.Repeat((byte)0b11_10_01_00, 64),
            .. Enumerable.Range(0, 16).Select(i => unchecked((byte)(i - 8))), .. Scale(0.5f),
        ];
        Assert.Equal(
            Enumerable.Range(0, 256).Select(i => 0.5f * ((i / 16) - 8) * (((i / 64 % 2) + 1) + (16 * (i / 32 % 4)) - 32)),
            Decode("Q6_K", block));
    }

    private static byte[] Halves => [.. Enumerable.Range(0, 16).Select(i => (byte)(i | ((15 - i) << 4)))];

    private static byte[] Scale(float value) => BitConverter.GetBytes((Half)value);

    private static float[] Decode(string name, byte[] blocks) =>
        Decode(Enumerable.Range(0, 42).Select(id => GgmlType.Find((uint)id)).Single(type => type?.Name == name)!, blocks);

    private static float[] Decode(GgmlType type, byte[] blocks)
    {
        var values = new float[blocks.Length / type.BlockBytes * type.BlockElements];
        type.Decode!(blocks, values);
        return values;
    }
}
