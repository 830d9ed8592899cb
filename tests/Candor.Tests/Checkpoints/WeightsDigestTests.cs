using Candor.Checkpoints;
using Candor.TestSupport;

namespace Candor.Tests.Checkpoints;

public sealed class WeightsDigestTests
{
    /// <summary>Computed by another program from the layout that the class documents.</summary>
    [Theory]
    [InlineData("st-fp16", "5c25531d730cb0fb4a140687eb017de915d1047146f431178ff5124908426cab")]
    [InlineData("st-sharded", "5c25531d730cb0fb4a140687eb017de915d1047146f431178ff5124908426cab")]
    [InlineData("st-inv-freq", "5c25531d730cb0fb4a140687eb017de915d1047146f431178ff5124908426cab")]
    [InlineData("st-fp32", "57734b57ca991fcc9bd8ed14585c5667f2d96f446e7f013abee587b962870495")]
    [InlineData("tied-st", "e5a3477d8b7e25b2a1dc9cdabe2d6d6c7ea8c9b60ab154a7557b0c7c5165e181")]
    public void ShardsAndIgnoredTablesDoNotCountAndTheRestDoes(string checkpoint, string digest)
    {
        using var folder = CheckpointFolder.Open(LlamaGoldens.Path("checkpoints", checkpoint));
        Assert.Equal(digest, WeightsDigest.Compute(folder, cancellation: TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", true)]
    [InlineData("""{"x":{"data_offsets":[0,8],"shape":[2],"dtype":"F32"},"__metadata__":{"format":"pt"}}""", true)]
    [InlineData("""{"y":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", false)]
    [InlineData("""{"x":{"dtype":"I32","shape":[2],"data_offsets":[0,8]}}""", false)]
    [InlineData("""{"x":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]}}""", false)]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"x2":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", false)]
    public void NamesDtypesAndShapesCount(string header, bool same)
    {
        using var folder = new TemporaryFolder();
        SafetensorsFileTests.Write(folder.File("a.safetensors"), """{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", new byte[8]);
        SafetensorsFileTests.Write(folder.File("b.safetensors"), header, new byte[8]);
        Assert.Equal(same, Digest(folder.File("a.safetensors")) == Digest(folder.File("b.safetensors")));
    }

    [Fact]
    public void EveryByteCounts()
    {
        using var folder = new TemporaryFolder();
        var digests = Enumerable.Range(0, 8).Select(position =>
        {
            var data = new byte[8];
            data[position] = 1;
            SafetensorsFileTests.Write(folder.File("x.safetensors"), """{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", data);
            return Digest(folder.File("x.safetensors"));
        });
        Assert.Equal(8, digests.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void ProgressEndsWithAllBytesAndCancellationStopsIt()
    {
        using var folder = CheckpointFolder.Open(LlamaGoldens.Path("checkpoints", "st-fp32"));
        var last = 0L;
        WeightsDigest.Compute(folder, done => last = done, TestContext.Current.CancellationToken);
        Assert.Equal(folder.Tensors.Values.Sum(entry => entry.ElementCount * 4), last);
        Assert.ThrowsAny<OperationCanceledException>(() => WeightsDigest.Compute(folder, cancellation: new CancellationToken(canceled: true)));
    }

    private static string Digest(string path)
    {
        using var file = SafetensorsFile.Open(path);
        return WeightsDigest.Compute(file);
    }
}
