using Candor.Conversations;
using Candor.Conversations.Import;
using Candor.Conversations.Reading;
using Candor.TestSupport;

namespace Candor.Tests.Conversations;

public sealed class RowImporterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Llavas_own_questions_become_the_goldens_rows()
    {
        var source = Goldens.Shared("data", "llava", "coco2014_val_gpt4_qa_30x3.jsonl");
        var report = RowImporter.Import(source, _folder.File("rows.json"), cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(("llava-qa", 90, 90), (report.Format, report.Rows, report.Kept));
        Assert.Equal((0, 0), (report.Dropped.Total, report.Notes.Total));

        var expected = LabelGoldens.File("shared", "real.json").GetProperty("rows").EnumerateArray().Select(LabelGoldens.Row).ToList();
        var rows = LlavaRowFile.Read(_folder.File("rows.json")).ToList();
        Assert.Equal(expected.Select(row => (row.Id, row.Image)), rows.Select(row => (row.Id, row.Image)));
        Assert.Equal(expected.SelectMany(row => row.Turns), rows.SelectMany(row => row.Turns));
    }

    [Theory]
    [InlineData("sharegpt", """{"id": 7, "conversations": [{"from": "human", "value": "Q"}, {"from": "gpt", "value": "A"}]}""", "7", "Q|A")]
    [InlineData("sharegpt", """{"conversations": [{"from": "system", "value": "S"}, {"from": "user", "value": "Q"}, {"from": "chatgpt", "value": "A"}]}""", "sharegpt-0", "S\n\nQ|A")]
    [InlineData("messages", """{"messages": [{"role": "system", "content": "S"}, {"role": "user", "content": "Q"}, {"role": "assistant", "content": "A"}]}""", "messages-0", "S\n\nQ|A")]
    [InlineData("alpaca", """{"instruction": "Q", "input": "", "output": "A"}""", "alpaca-0", "Q|A")]
    [InlineData("alpaca", """{"instruction": "Q", "input": "I", "output": "A", "history": [["q", "a"]]}""", "alpaca-0", "q|a|Q\nI|A")]
    [InlineData("query-response", """{"query": "Q", "response": "A", "history": [["q1", "a1"], ["q2", "a2"]], "system": null}""", "query-response-0", "q1|a1|q2|a2|Q|A")]
    public void Format_is_recognised_and_read(string format, string row, string id, string texts)
    {
        var (report, rows) = Import(row);
        Assert.Equal((format, 1, 1), (report.Format, report.Rows, report.Kept));
        var read = Assert.Single(rows);
        Assert.Equal(id, read.Id);
        Assert.Equal(texts, string.Join('|', read.Turns.Select(turn => turn.Value)));
        Assert.All(read.Turns.Index(), turn => Assert.Equal(turn.Index % 2 == 0 ? "human" : "gpt", turn.Item.From));
    }

    [Theory]
    [InlineData("""{"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "a.jpg"}}, {"type": "text", "text": "Q"}]}, {"role": "assistant", "content": "A"}]}""", "<image>\nQ")]
    [InlineData("""{"messages": [{"role": "user", "content": [{"type": "text", "text": "Q"}, {"type": "image"}]}, {"role": "assistant", "content": "A"}], "images": ["a.jpg"]}""", "Q<image>\n")]
    [InlineData("""{"messages": [{"role": "user", "content": "<image>Q"}, {"role": "assistant", "content": "A"}], "images": [{"path": "a.jpg"}]}""", "<image>Q")]
    [InlineData("""{"query": "Q", "response": "A", "images": ["a.jpg"]}""", "<image>\nQ")]
    [InlineData("""{"conversations": [{"from": "human", "value": "Q"}, {"from": "gpt", "value": "A"}], "image": "a.jpg"}""", "<image>\nQ")]
    public void Picture_is_kept_with_its_placeholder(string row, string question)
    {
        var read = Assert.Single(Import(row).Rows);
        Assert.Equal("a.jpg", read.Image);
        Assert.Equal(question, read.Turns[0].Value);
    }

    [Theory]
    [InlineData("""{"messages": [{"role": "tool", "content": "x"}]}""", "not of the format")]
    [InlineData("""{"messages": [{"role": "user", "content": 3}]}""", "not of the format")]
    [InlineData("""{"messages": "x"}""", "not of the format")]
    [InlineData("""{"other": 1}""", "not of the format")]
    [InlineData("""{"messages": []}""", "no question with an answer")]
    [InlineData("""{"messages": [{"role": "user", "content": "Q"}]}""", "no question with an answer")]
    [InlineData("""{"messages": [{"role": "user", "content": "Q"}, {"role": "user", "content": "Q"}, {"role": "assistant", "content": "A"}]}""", "two turns of one role")]
    [InlineData("""{"messages": [{"role": "user", "content": "Q"}, {"role": "assistant", "content": ""}]}""", "empty answer")]
    [InlineData("""{"messages": [{"role": "user", "content": "Q"}, {"role": "assistant", "content": "A"}], "images": ["a", "b"]}""", "several pictures")]
    [InlineData("""{"messages": [{"role": "user", "content": "Q"}, {"role": "assistant", "content": "A"}], "images": ["data:image/png;base64,AA"]}""", "picture is no file (inline data or a web address)")]
    public void Row_that_cannot_be_kept_is_counted_and_named(string row, string reason)
    {
        var (report, rows) = Import("""{"messages": [{"role": "user", "content": "Q"}, {"role": "assistant", "content": "A"}]}""" + "\n" + row);
        Assert.Single(rows);
        Assert.Equal((2, 1, 1), (report.Rows, report.Kept, report.Dropped.Total));
        var (what, tally) = Assert.Single(report.Dropped.ByWhat);
        Assert.Equal(reason, what);
        Assert.Contains("row 1 (line 2)", Assert.Single(tally.Places), StringComparison.Ordinal);
    }

    [Fact]
    public void Changes_are_counted_and_named()
    {
        var (report, rows) = Import("""
            [{"conversations": [{"from": "gpt", "value": "before"}, {"from": "system", "value": "S"}, {"from": "human", "value": "Q"},
              {"from": "gpt", "value": "A"}, {"from": "human", "value": "after"}], "image": "a.jpg"}]
            """);
        Assert.Equal(["<image>\nS\n\nQ", "A"], Assert.Single(rows).Turns.Select(turn => turn.Value));
        Assert.Equal(
            ["answer before any question left out", "question without an answer at the end left out", "system message put before the first question", "<image> put before the first question"],
            report.Notes.ByWhat.Keys);
    }

    [Fact]
    public void Unknown_keys_are_an_error_that_lists_the_formats()
    {
        var error = Assert.Throws<InputException>(() => Import("""{"prompt": "x"}"""));
        Assert.Contains("sharegpt, messages, llava-qa, alpaca, query-response, found prompt", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("rows.json")));
    }

    [Fact]
    public void Nothing_kept_is_an_error() => Assert.Throws<InputException>(() => Import("""{"messages": []}"""));

    private (ImportReport Report, List<ConversationRow> Rows) Import(string content)
    {
        File.WriteAllText(_folder.File("in.json"), content);
        var report = RowImporter.Import(_folder.File("in.json"), _folder.File("rows.json"), cancellation: TestContext.Current.CancellationToken);
        return (report, [.. LlavaRowFile.Read(_folder.File("rows.json"))]);
    }
}
