using Candor.Conversations.Import;
using Candor.Conversations.Reading;
using Candor.TestSupport;
using CsCheck;

namespace Candor.Tests.Conversations;

public sealed class RowSplitterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void EveryRowIsInThePartOfItsKindInOrder()
    {
        Gen.Int[0, 3].Array[1, 40].Sample(
            kinds =>
            {
                using var folder = new TemporaryFolder();
                File.WriteAllLines(folder.File("rows.jsonl"), kinds.Select((kind, row) => $$"""{"n": {{row}}, "kind": "k{{kind}}"}"""));
                var parts = RowSplitter.Split(folder.File("rows.jsonl"), folder.File("out"), "kind", TestContext.Current.CancellationToken);
                Assert.Equal(kinds.Distinct().Select(kind => KeyValuePair.Create($"k{kind}", kinds.Count(other => other == kind))), parts);
                foreach (var (name, _) in parts)
                {
                    var rows = Goldens.Json(folder.File("out", name + ".json")).EnumerateArray().Select(row => row.GetProperty("n").GetInt32());
                    Assert.Equal(kinds.Index().Where(kind => $"k{kind.Item}" == name).Select(kind => kind.Index), rows);
                }
            },
            iter: 50,
            threads: 1);
    }

    [Fact]
    public void RowsAreCopiedAsTheyAreALineEach()
    {
        File.WriteAllText(_folder.File("rows.json"), """[{"id": 1.50, "type": 7, "text": "é <b>",""" + "\n" + """ "more": [null, {"x": true}]}]""");
        RowSplitter.Split(_folder.File("rows.json"), _folder.File("out"), "type", TestContext.Current.CancellationToken);
        Assert.Equal(
            "[\n" + """{"id":1.50,"type":7,"text":"é <b>","more":[null,{"x":true}]}""" + "\n]\n",
            File.ReadAllText(_folder.File("out", "7.json")));
    }

    [Fact]
    public void LlavasOwnRowsAreSplitAndImported()
    {
        var parts = RowSplitter.Split(
            Goldens.Shared("data", "llava", "coco2014_val_gpt4_qa_30x3.jsonl"), _folder.File("out"), "type", TestContext.Current.CancellationToken);
        Assert.Equal([new("conv", 30), new("detail", 30), new("complex", 30)], parts);
        var report = RowImporter.Import(_folder.File("out", "detail.json"), _folder.File("detail.json"), cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(("llava-qa", 30), (report.Format, report.Kept));
    }

    [Theory]
    [InlineData("""{"type": "a"} {"id": 1}""", "row 1 (line 1): type: expected a text or a number, found none")]
    [InlineData("""{"type": "a/b"}""", "type: expected letters, digits, '-', '_' and '.', which a file can be named by, found \"a/b\"")]
    [InlineData("""{"type": ".."}""", "type: expected letters")]
    [InlineData("""{"type": ""}""", "type: expected letters")]
    [InlineData("""{"type": "a"} {"type": "A"}""", "type: expected one spelling of \"a\", found \"A\"")]
    [InlineData("""{"type": ["a"]}""", "type: expected a text")]
    [InlineData("""{"type": "a"} 7""", "expected an object, found")]
    [InlineData("""{"type": "a"} {""", "expected JSON")]
    [InlineData("[]", "expected rows, found none")]
    public void WhatCannotBeSplitIsNamedAndNothingIsLeft(string rows, string message)
    {
        File.WriteAllText(_folder.File("rows.json"), rows);
        Assert.Contains(message, Refused().Message);
        Assert.Equal(["rows.json"], Directory.EnumerateFileSystemEntries(_folder.FullPath).Select(Path.GetFileName));
    }

    [Fact]
    public void AKeyThatIsNoKindIsRefused()
    {
        File.WriteAllLines(_folder.File("rows.json"), Enumerable.Range(0, 101).Select(row => $$"""{"type": {{row}}}"""));
        Assert.Contains("expected at most 100 different values", Refused().Message);
    }

    [Fact]
    public void AFolderWithFilesIsNotWrittenInto()
    {
        File.WriteAllText(_folder.File("rows.json"), """{"type": "a"}""");
        Directory.CreateDirectory(_folder.File("out"));
        File.WriteAllText(_folder.File("out", "mine.txt"), "");
        Assert.Contains("expected a new or empty folder", Refused().Message);
    }

    private InputException Refused() => Assert.Throws<InputException>(
        () => RowSplitter.Split(_folder.File("rows.json"), _folder.File("out"), "type", TestContext.Current.CancellationToken));
}
