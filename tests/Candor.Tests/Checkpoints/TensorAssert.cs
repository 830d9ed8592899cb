using System.Buffers.Binary;
using System.Text.Json;
using Candor.Checkpoints;

namespace Candor.Tests.Checkpoints;

/// <summary>Compares every element of every tensor with what readers/expected.json says.</summary>
internal static class TensorAssert
{
    public static void Equal(JsonElement expected, ITensorSource source)
    {
        var tensors = expected.EnumerateObject().ToList();
        Assert.Equal(tensors.Select(row => row.Name).Order(StringComparer.Ordinal), source.Tensors.Keys);
        Assert.All(tensors, row =>
        {
            var entry = source.Tensors[row.Name];
            Assert.Equal(row.Value.GetProperty("dtype").GetString(), entry.Dtype.TorchName());
            Assert.Equal(row.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64()), entry.Shape);
            Assert.Equal(row.Value.GetProperty("values").EnumerateArray().Select(Value), Elements(entry.Dtype, Bytes(source, row.Name)));
        });
    }

    public static unsafe byte[] Bytes(ITensorSource source, string name)
    {
        var view = source.View(name);
        return new ReadOnlySpan<byte>((void*)view.Address, checked((int)view.ByteLength)).ToArray();
    }

    private static string Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.True => "1",
        JsonValueKind.False => "0",
        _ when value.TryGetInt64(out var integer) && !value.GetRawText().Contains('.', StringComparison.Ordinal) => Text(integer),
        _ => Text(value.GetDouble()),
    };

    private static IEnumerable<string> Elements(TensorDtype dtype, byte[] bytes) => bytes.Chunk(dtype.ByteSize()).Select(element => dtype switch
    {
        TensorDtype.Float64 => Text(BinaryPrimitives.ReadDoubleLittleEndian(element)),
        TensorDtype.Float32 => Text(BinaryPrimitives.ReadSingleLittleEndian(element)),
        TensorDtype.Float16 => Text((double)BinaryPrimitives.ReadHalfLittleEndian(element)),
        TensorDtype.BFloat16 => Text(BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadInt16LittleEndian(element) << 16)),
        TensorDtype.Float8E4M3 => Text(SmallFloat(element[0], mantissaBits: 3, bias: 7)),
        TensorDtype.Float8E5M2 => Text(SmallFloat(element[0], mantissaBits: 2, bias: 15)),
        TensorDtype.Int64 => Text(BinaryPrimitives.ReadInt64LittleEndian(element)),
        TensorDtype.Int32 => Text(BinaryPrimitives.ReadInt32LittleEndian(element)),
        TensorDtype.Int16 => Text(BinaryPrimitives.ReadInt16LittleEndian(element)),
        TensorDtype.Int8 => Text((sbyte)element[0]),
        _ => Text(element[0]),
    });

    private static double SmallFloat(byte bits, int mantissaBits, int bias)
    {
        var exponent = (bits & 0x7f) >> mantissaBits;
        var fraction = (bits & ((1 << mantissaBits) - 1)) / (double)(1 << mantissaBits);
        var magnitude = exponent == 0 ? Math.ScaleB(fraction, 1 - bias) : Math.ScaleB(1 + fraction, exponent - bias);
        return bits >= 0x80 ? -magnitude : magnitude;
    }

    private static string Text(long value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static string Text(double value) =>
        double.IsNaN(value) ? "nan"
        : double.IsInfinity(value) ? value > 0 ? "inf" : "-inf"
        : value.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
}
