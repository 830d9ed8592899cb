using System.Text.Json;
using Candor.Checkpoints;
using Candor.TestSupport;

namespace Candor.Tests.Checkpoints;

public sealed class TorchFileTests
{
    private static readonly JsonElement Expected = Goldens.Json(LlamaGoldens.Path("readers", "expected.json"));

    /// <summary>Valid files with something odd about each.</summary>
    public static TheoryData<string> Readers => [.. LlamaGoldens.Readers(".bin").Select(row => row.Name)];

    [Theory]
    [MemberData(nameof(Readers))]
    public void EveryElementOfAnOddFileIsRead(string name)
    {
        using var file = TorchFile.Open(LlamaGoldens.Path("readers", name));
        TensorAssert.Equal(Expected.GetProperty(name).GetProperty("tensors"), file);
    }

    [Theory]
    [MemberData(nameof(Readers))]
    public void EntriesThatAreNoTensorsAreNamed(string name)
    {
        using var file = TorchFile.Open(LlamaGoldens.Path("readers", name));
        Assert.Equal(Expected.GetProperty(name).GetProperty("others").EnumerateArray().Select(other => other.GetString()), file.OtherEntries);
    }

    [Theory]
    [InlineData("pickle-protocol-4", 0)]
    [InlineData("big-endian", 1)]
    public void AHarmlessOddityIsReadRight(string name, float first)
    {
        using var file = TorchFile.Open(LlamaGoldens.Path("bad", "bin", name + ".bin"));
        var bytes = TensorAssert.Bytes(file, "w");
        Assert.Equal([first, first + 1, first + 2, first + 3], bytes.Chunk(4).Select(four => BitConverter.ToSingle(four)));
    }

    [Theory]
    [InlineData("calls-getcwd", "the Python name \"posix.getcwd\": nothing in a checkpoint is executed")]
    [InlineData("calls-eval", ".eval\": nothing in a checkpoint is executed")]
    [InlineData("torch-hub-load", "\"torch.hub.load\"")]
    [InlineData("whole-module", "\"torch.nn.modules.linear.Linear\"")]
    [InlineData("storage-quantized", "\"torch.QInt8Storage\"")]
    [InlineData("storage-short", "expected 16 bytes, as its record says, found 7")]
    [InlineData("storage-missing", "expected a member \"archive/data/7\" in the archive, found none")]
    [InlineData("size-beyond-storage", "expected all elements within the storage, found offset 0, size [")]
    [InlineData("expanded-huge", "w: expected tensors of a size like the file's, found [1048576, 1048576] over 16 bytes")]
    [InlineData("zip-bomb", "\"archive/data.pkl\" stored as it is")]
    [InlineData("zip-truncated", "expected a directory at its end, found none (cut off?)")]
    [InlineData("zip-two-roots", "expected all members in one folder of the archive, found \"archive\" and \"other\"")]
    [InlineData("torchscript", "found a TorchScript program")]
    [InlineData("pickle-list", "expected a dictionary of tensors")]
    [InlineData("pickle-unknown-opcode", "found 0xff")]
    [InlineData("pickle-memo-missing", "number 5, which was not")]
    [InlineData("legacy-truncated", "(cut off?)")]
    [InlineData("lfs-pointer", "found a Git LFS pointer")]
    [InlineData("safetensors-inside", "neither a zip archive nor the older format's magic number")]
    [InlineData("empty-file", "found 0 bytes")]
    public void TheMessageSaysWhatIsWrong(string name, string message)
    {
        var error = Assert.Throws<InputException>(() => TorchFile.Open(LlamaGoldens.Path("bad", "bin", name + ".bin")));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TensorsThatLieRowAfterRowAreNotCopied()
    {
        using var file = TorchFile.Open(LlamaGoldens.Path("readers", "strided.bin"));
        Assert.Equal(file.View("whole").Address, file.View("same_again").Address);
        Assert.Equal(file.View("whole").Address + 12 * sizeof(float), file.View("rows").Address);
        Assert.NotEqual(file.View("whole").Address, file.View("transposed").Address);
    }

    [Fact]
    public void ACopyIsMadeOnce()
    {
        using var file = TorchFile.Open(LlamaGoldens.Path("readers", "strided.bin"));
        var addresses = new nint[64];
        Parallel.For(0, addresses.Length, i => addresses[i] = file.View("transposed").Address);
        Assert.Single(addresses.Distinct());
    }

    [Theory]
    [MemberData(nameof(ZipReaders))]
    public void AnArchiveWith64BitSizesIsReadToo(string name)
    {
        using var folder = new TemporaryFolder();
        Zip64.Rewrite(LlamaGoldens.Path("readers", name), folder.File(name));
        using var file = TorchFile.Open(folder.File(name));
        TensorAssert.Equal(Expected.GetProperty(name).GetProperty("tensors"), file);
    }

    public static TheoryData<string> ZipReaders => [.. LlamaGoldens.Readers(".bin").Select(row => row.Name).Where(name => name != "legacy.bin")];

    [Fact]
    public void AClosedFileGivesNoMemory()
    {
        var file = TorchFile.Open(LlamaGoldens.Path("readers", "strided.bin"));
        _ = file.View("transposed");
        file.Dispose();
        file.Dispose();
        Assert.Throws<ObjectDisposedException>(() => file.View("transposed"));
    }
}
