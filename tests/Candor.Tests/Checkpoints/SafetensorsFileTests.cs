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
        TensorAssert.Equal(expected.GetProperty("tensors"), file);
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
}
