using Candor.Checkpoints;
using Candor.TestSupport;
using CsCheck;

namespace Candor.Tests.Checkpoints;

public sealed class SafetensorsWriterTests
{
    /// <summary>Files that the reference wrote with PyTorch's mark.</summary>
    public static TheoryData<string> Written =>
    [
        .. new[] { "llama/checkpoints", "small/models", "small/peft/adapters" }
            .SelectMany(folder => Directory.EnumerateFiles(Goldens.Committed(folder.Split('/')), "*.safetensors", SearchOption.AllDirectories))
            .Where(path => Metadata(path) is { Count: 1 } metadata && metadata.GetValueOrDefault("format") == "pt")
            .Select(path => Path.GetRelativePath(Goldens.Committed(), path)).Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Written))]
    public void AFileOfTheReferenceIsWrittenByteForByte(string name)
    {
        using var folder = new TemporaryFolder();
        using var file = SafetensorsFile.Open(Goldens.Committed(name));
        SafetensorsWriter.Write(folder.File("x.safetensors"), file);
        Assert.Equal(File.ReadAllBytes(file.Path), File.ReadAllBytes(folder.File("x.safetensors")));
    }

    [Theory]
    [InlineData("all-dtypes.safetensors")]
    [InlineData("empty-tensor.safetensors")]
    [InlineData("scalar.safetensors")]
    [InlineData("no-tensors.safetensors")]
    [InlineData("long-names.safetensors")]
    [InlineData("header-escapes.safetensors")]
    public void OddTensorsComeBack(string name)
    {
        using var folder = new TemporaryFolder();
        using var original = SafetensorsFile.Open(LlamaGoldens.Path("readers", name));
        SafetensorsWriter.Write(folder.File("x.safetensors"), original);
        using var copy = SafetensorsFile.Open(folder.File("x.safetensors"));
        Same(original, copy);
    }

    [Fact]
    public void ShardsComeBackWhateverTheirSize() =>
        Gen.Long[1, 60_000].Sample(
            shardBytes =>
            {
                using var folder = new TemporaryFolder();
                using var original = SafetensorsFile.Open(LlamaGoldens.Path("bad", "models", "good", "model.safetensors"));
                SafetensorsWriter.WriteModel(folder.FullPath, original, shardBytes);
                using var copy = CheckpointFolder.OpenWeights(folder.FullPath);
                Same(original, copy);
                var files = Directory.GetFiles(folder.FullPath, "*.safetensors");
                Assert.All(files, path => Assert.True(files.Length == 1 || TensorBytes(path) <= shardBytes || Count(path) == 1, path));
            },
            seed: "0000KOIKiVw2",
            iter: 30,
            threads: 1);

    [Fact]
    public void TheIndexHasTheFormOfTransformers()
    {
        using var folder = new TemporaryFolder();
        using var original = CheckpointFolder.Open(LlamaGoldens.Path("checkpoints", "st-sharded"));
        SafetensorsWriter.WriteModel(folder.FullPath, original, 20_000);
        static IEnumerable<string> Lines(string path) => File.ReadAllText(path).Split('\n').Select(line => line.Split("model-0000")[0]);
        Assert.Equal(Lines(LlamaGoldens.Path("checkpoints", "st-sharded", "model.safetensors.index.json")), Lines(folder.File("model.safetensors.index.json")));
    }

    [Fact]
    public void AFailedWriteLeavesTheOldFile()
    {
        using var folder = new TemporaryFolder();
        using var original = SafetensorsFile.Open(LlamaGoldens.Path("readers", "scalar.safetensors"));
        SafetensorsWriter.Write(folder.File("x.safetensors"), original);
        var before = File.ReadAllBytes(folder.File("x.safetensors"));
        Assert.Throws<IOException>(() => SafetensorsWriter.Write(folder.File("x.safetensors"), new FailingSource(original)));
        Assert.Equal(before, File.ReadAllBytes(Assert.Single(Directory.GetFiles(folder.FullPath))));
    }

    private static void Same(ITensorSource expected, ITensorSource actual)
    {
        Assert.Equal(expected.Tensors.Keys, actual.Tensors.Keys);
        Assert.All(expected.Tensors.Keys, name =>
        {
            Assert.Equal(expected.Tensors[name].Dtype, actual.Tensors[name].Dtype);
            Assert.Equal(expected.Tensors[name].Shape, actual.Tensors[name].Shape);
            Assert.Equal(TensorAssert.Bytes(expected, name), TensorAssert.Bytes(actual, name));
        });
    }

    private static IReadOnlyDictionary<string, string>? Metadata(string path)
    {
        using var file = SafetensorsFile.Open(path);
        return file.Metadata;
    }

    private static long TensorBytes(string path)
    {
        using var file = SafetensorsFile.Open(path);
        return file.Tensors.Values.Sum(entry => entry.ElementCount * entry.Dtype.ByteSize());
    }

    private static int Count(string path)
    {
        using var file = SafetensorsFile.Open(path);
        return file.Tensors.Count;
    }

    private sealed class FailingSource(ITensorSource source) : ITensorSource
    {
        public IReadOnlyDictionary<string, TensorEntry> Tensors => source.Tensors;

        public TensorView View(string name) => throw new IOException("no space left");

        public void Dispose()
        {
        }
    }
}
