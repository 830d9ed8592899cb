using Candor.Checkpoints;

namespace Candor.Tests.Checkpoints;

/// <summary>Everything broken or hostile gets what bad/index.json says: refused with one line, read right, or either of them.</summary>
public sealed class BadFileTests
{
    public static TheoryData<string, string, string> Files => Rows("safetensors/");

    public static TheoryData<string, string, string> BinFiles => Rows("bin/");

    public static TheoryData<string, string, string> Folders => Rows("models/");

    [Theory]
    [MemberData(nameof(Files))]
    public void SafetensorsFile(string path, string what, string expect) =>
        Check(what, expect, () => Candor.Checkpoints.SafetensorsFile.Open(LlamaGoldens.Path("bad", path)).Dispose());

    [Theory]
    [MemberData(nameof(BinFiles))]
    public void TorchFile(string path, string what, string expect) => Check(what, expect, () => ReadAll(LlamaGoldens.Path("bad", path)));

    [Theory]
    [MemberData(nameof(Folders))]
    public void ModelFolder(string path, string what, string expect) =>
        Check(what, expect, () => CheckpointFolder.Open(LlamaGoldens.Path("bad", path)).Dispose());

    private static void ReadAll(string path)
    {
        using var file = Candor.Checkpoints.TorchFile.Open(path);
        Assert.All(file.Tensors.Keys, name => TensorAssert.Bytes(file, name));
    }

    private static void Check(string what, string expect, Action open)
    {
        var error = Record.Exception(open);
        if (expect == "accept")
            Assert.Null(error);
        else if (expect == "refuse")
            Assert.True(error is not null, $"accepted, though: {what}");
        if (error is not null)
        {
            Assert.IsType<InputException>(error);
            Assert.DoesNotContain('\n', error.Message);
            Assert.InRange(error.Message.Length, 20, 1500);
            Assert.Contains("expected", error.Message, StringComparison.Ordinal);
        }
    }

    private static TheoryData<string, string, string> Rows(string prefix)
    {
        var rows = new TheoryData<string, string, string>();
        foreach (var (path, what, expect) in LlamaGoldens.Bad(prefix))
            rows.Add(path, what, expect);
        return rows;
    }
}
