using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using Candor.Checkpoints;
using Candor.TestSupport;

namespace Candor.Tests.Checkpoints;

public sealed class SafetensorsFileTests
{
    /// <summary>Valid files with something odd about each.</summary>
    public static TheoryData<string> Readers => [.. LlamaGoldens.Readers(".safetensors").Select(row => row.Name)];

    [Theory]
    [MemberData(nameof(Readers))]
    public void EveryElementOfAnOddFileIsRead(string name)
    {
        var expected = Goldens.Json(LlamaGoldens.Path("readers", "expected.json")).GetProperty(name);
        using var file = SafetensorsFile.Open(LlamaGoldens.Path("readers", name));
        var tensors = expected.GetProperty("tensors").EnumerateObject().ToList();
        Assert.Equal(tensors.Select(row => row.Name).Order(StringComparer.Ordinal), file.Tensors.Keys);
        Assert.All(tensors, row =>
        {
            var entry = file.Tensors[row.Name];
            Assert.Equal(row.Value.GetProperty("dtype").GetString(), entry.Dtype.TorchName());
            Assert.Equal(row.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64()), entry.Shape);
            Assert.Equal(row.Value.GetProperty("values").EnumerateArray().Select(Value), Elements(entry.Dtype, Bytes(file, row.Name)));
        });
    }

    [Theory]
    [MemberData(nameof(Readers))]
    public void MetadataIsRead(string name)
    {
        var expected = Goldens.Json(LlamaGoldens.Path("readers", "expected.json")).GetProperty(name).GetProperty("metadata");
        using var file = SafetensorsFile.Open(LlamaGoldens.Path("readers", name));
        var pairs = expected.ValueKind == JsonValueKind.Null ? null : expected.EnumerateObject().ToDictionary(row => row.Name, row => row.Value.GetString()!, StringComparer.Ordinal);
        Assert.Equal(pairs, file.Metadata);
    }

    [Theory]
    [InlineData("lfs-pointer", "found a Git LFS pointer")]
    [InlineData("html", "found a page of HTML")]
    [InlineData("empty-file", "found 0 bytes")]
    [InlineData("unknown-dtype", "\"x\": dtype: expected one of F64, F32, F16, BF16")]
    [InlineData("truncated", "is the file cut off?")]
    [InlineData("hole", "where the tensor before ends")]
    [InlineData("trailing-bytes", "expected the data to end at")]
    public void TheMessageSaysWhatIsWrong(string name, string message)
    {
        var error = Assert.Throws<InputException>(() => SafetensorsFile.Open(LlamaGoldens.Path("bad", "safetensors", name + ".safetensors")));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"x":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}} {}""")]
    [InlineData("""{"x":{"dtype":"U8","dtype":"I8","shape":[1],"data_offsets":[0,1]}}""")]
    [InlineData("""{"__metadata__":{},"__metadata__":{},"x":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""")]
    [InlineData("""{"\ud800":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""")]
    [InlineData("""{"x":{"dtype":"U8","shape":[1],"data_offsets":[0,1,1]}}""")]
    [InlineData("""{"x":{"dtype":"U8","shape":1,"data_offsets":[0,1]}}""")]
    [InlineData("""{"x":{"dtype":"U8","shape":[9223372036854775808],"data_offsets":[0,1]}}""")]
    [InlineData("""{"x":[]}""")]
    [InlineData("""{"x":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}""")]
    public void ABadHeaderIsRefused(string header)
    {
        using var folder = new TemporaryFolder();
        Write(folder.File("x.safetensors"), header, [7]);
        Assert.Throws<InputException>(() => SafetensorsFile.Open(folder.File("x.safetensors")));
    }

    [Fact]
    public void ManyDimensionsOfOneAreRefused()
    {
        using var folder = new TemporaryFolder();
        Write(folder.File("x.safetensors"), """{"x":{"dtype":"U8","shape":[SIZES],"data_offsets":[0,1]}}""".Replace("SIZES", string.Join(',', Enumerable.Repeat(1, 65)), StringComparison.Ordinal), [7]);
        var error = Assert.Throws<InputException>(() => SafetensorsFile.Open(folder.File("x.safetensors")));
        Assert.Contains("at most 64", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TooManyEmptyTensorsAreRefused()
    {
        using var folder = new TemporaryFolder();
        var entries = Enumerable.Range(0, (1 << 17) + 1).Select(i => $"\"{i:x}\":{{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}}");
        Write(folder.File("x.safetensors"), $"{{{string.Join(',', entries)}}}", []);
        var error = Assert.Throws<InputException>(() => SafetensorsFile.Open(folder.File("x.safetensors")));
        Assert.Contains("at most 131072 tensors", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AClosedFileGivesNoMemory()
    {
        var file = SafetensorsFile.Open(LlamaGoldens.Path("readers", "scalar.safetensors"));
        file.Dispose();
        file.Dispose();
        Assert.Throws<ObjectDisposedException>(() => file.View("one"));
    }

    [Fact]
    public void AFolderOrNothingInPlaceOfAFileIsBadInput()
    {
        using var folder = new TemporaryFolder();
        Assert.Throws<InputException>(() => SafetensorsFile.Open(folder.FullPath));
        Assert.Throws<InputException>(() => SafetensorsFile.Open(folder.File("none.safetensors")));
    }

    internal static void Write(string path, string header, byte[] data)
    {
        var text = Encoding.UTF8.GetBytes(header);
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, text.Length);
        File.WriteAllBytes(path, [.. length, .. text, .. data]);
    }

    private static unsafe byte[] Bytes(SafetensorsFile file, string name)
    {
        var view = file.View(name);
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
