using System.IO.Compression;
using System.Text;
using Candor.Checkpoints;
using Candor.TestSupport;

namespace Candor.Tests.Checkpoints;

public sealed class TorchFileWriterTests
{
    public static TheoryData<string> Files =>
    [
        Goldens.Committed("small", "train", "runs", "lora.safetensors"),
        Goldens.Committed("small", "models", "tiny-llama", "model.safetensors"),
        Goldens.Committed("small", "clip", "u8.safetensors"),
    ];

    [Theory, MemberData(nameof(Files))]
    public void WhatIsWrittenIsReadBackTensorForTensor(string path)
    {
        using var folder = new TemporaryFolder();
        using var source = SafetensorsFile.Open(path);
        TorchFileWriter.Write(folder.File("weights.bin"), source);
        using var written = TorchFile.Open(folder.File("weights.bin"));
        Assert.Empty(written.OtherEntries);
        Assert.Equal(source.Tensors.Keys, written.Tensors.Keys);
        Assert.All(source.Tensors.Values, entry =>
        {
            Assert.Equal(entry.Dtype, written.Tensors[entry.Name].Dtype);
            Assert.Equal(entry.Shape, written.Tensors[entry.Name].Shape);
            Assert.Equal(Bytes(source, entry.Name), Bytes(written, entry.Name));
        });
    }

    [Fact]
    public void TheArchiveIsLaidOutAsTorchSaveDoes()
    {
        using var folder = new TemporaryFolder();
        using var source = SafetensorsFile.Open(Goldens.Committed("small", "train", "runs", "stage1_plain.safetensors"));
        TorchFileWriter.Write(folder.File("mm_projector.bin"), source);
        Directory.CreateDirectory(folder.File("again"));
        TorchFileWriter.Write(folder.File("again", "mm_projector.bin"), source);
        Assert.Equal(File.ReadAllBytes(folder.File("mm_projector.bin")), File.ReadAllBytes(folder.File("again", "mm_projector.bin")));
        using var archive = ZipFile.OpenRead(folder.File("mm_projector.bin"));
        Assert.All(archive.Entries, entry => Assert.Equal(entry.Length, entry.CompressedLength));
        Assert.Equal("mm_projector/data.pkl", archive.Entries[0].FullName);
        Assert.Equal("3\n", Text(archive.GetEntry("mm_projector/version")!));
        var pickle = Text(archive.Entries[0]);
        Assert.StartsWith("\u0080\u0002}(", pickle);
        Assert.Equal(source.Tensors.Count, pickle.Split("ctorch._utils\n_rebuild_tensor_v2\n").Length - 1);
    }

    private static string Text(ZipArchiveEntry entry)
    {
        using var reader = new StreamReader(entry.Open(), Encoding.Latin1);
        return reader.ReadToEnd();
    }

    private static unsafe byte[] Bytes(ITensorSource source, string name)
    {
        var view = source.View(name);
        return new ReadOnlySpan<byte>((void*)view.Address, (int)view.ByteLength).ToArray();
    }
}
