using System.Text;
using Candor.Conversations;
using Candor.Conversations.Reading;
using Candor.TestSupport;
using CsCheck;

namespace Candor.Tests.Conversations;

public sealed class RowFileTests : IDisposable
{
    private const string Row = """{"id": "a", "conversations": [{"from": "human", "value": "Hi"}, {"from": "gpt", "value": "Ho"}]}""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("[ROW]")]
    [InlineData("\uFEFF[ROW]\n")]
    [InlineData("ROW")]
    [InlineData("\n\n  [\n\nROW\n]")]
    public void Array_and_lines_are_told_apart(string form)
    {
        var row = Assert.Single(Read(form.Replace("ROW", Row, StringComparison.Ordinal)));
        Assert.Equal("a", row.Id);
        Assert.Null(row.Image);
        Assert.Equal([new("human", "Hi"), new("gpt", "Ho")], row.Turns);
    }

    [Theory]
    [InlineData("", "expected a JSON array of rows, or one JSON row a line, found nothing")]
    [InlineData("rows", "found something else")]
    [InlineData("[ROW,\n{\"id\": 1]", "row 1 (line 2): expected JSON")]
    [InlineData("[ROW", "row 1 (line 1): expected JSON")]
    [InlineData("[ROW,\n\n]", "row 1 (line 3): expected JSON")]
    [InlineData("ROW\n{\"conversations\": [}", "row 1 (line 2): expected JSON")]
    [InlineData("[ROW]\n[ROW]", "expected nothing behind the array of 1 rows")]
    [InlineData("[ROW,\n\n3]", "row 1 (line 3): expected an object, found 3")]
    [InlineData("[{\"id\": \"b\"}]", "row 0 (line 1): conversations: expected a list, found none")]
    [InlineData("[{\"conversations\": {}}]", "conversations: expected a list, found {}")]
    [InlineData("[{\"conversations\": [3]}]", "conversations[0]: expected an object, found 3")]
    [InlineData("[{\"conversations\": [{\"from\": \"human\"}]}]", "conversations[0].value: expected a text, found none")]
    [InlineData("[{\"conversations\": [{\"from\": 1, \"value\": \"\"}]}]", "conversations[0].from: expected a text, found 1")]
    [InlineData("[{\"image\": [\"a.jpg\"], \"conversations\": []}]", "image: expected a text, found [\"a.jpg\"]")]
    [InlineData("[{\"id\": \"\\ud800\", \"conversations\": []}]", "id: expected Unicode text, found a broken character")]
    public void Broken_file_is_one_line_with_row_and_line(string form, string expected)
    {
        var error = Assert.Throws<InputException>(() => Read(form.Replace("ROW", Row, StringComparison.Ordinal)));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains("rows.json", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Deep_nesting_is_an_error_not_a_crash() => Assert.Throws<InputException>(() => Read("[" + new string('[', 1_000_000)));

    [Fact]
    public void Absent_file_is_named() =>
        Assert.Contains("nowhere.json", Assert.Throws<InputException>(() => LlavaRowFile.Read(_folder.File("nowhere.json")).Count()).Message, StringComparison.Ordinal);

    [Fact]
    public void Rows_larger_than_the_buffer_are_read()
    {
        var text = new string('x', 3_000_000);
        var rows = Read($"[{Row},\n{{\"conversations\": [{{\"from\": \"human\", \"value\": \"{text}\"}}]}},\n{Row}]");
        Assert.Equal([1L, 2L, 3L], rows.Select(row => row.Place.Line));
        Assert.Equal(text, rows[1].Turns[0].Value);
    }

    [Fact]
    public void What_is_written_is_read_back()
    {
        var turns = Gen.Select(Gen.Bool.Select(isHuman => isHuman ? "human" : "gpt"), Gen.String).Select((from, value) => new ConversationTurn(from, Valid(value))).List[0, 4];
        var rows = Gen.Select(Gen.String.Null(), Gen.String.Null(), turns)
            .Select((id, image, list) => new ConversationRow { Id = Valid(id), Image = Valid(image), Turns = list }).List[0, 20];
        rows.Sample(
            written =>
            {
                using var folder = new TemporaryFolder();
                var path = folder.File("rows.json");
                Assert.Equal(written.Count, LlavaRowWriter.Write(path, written));
                var read = LlavaRowFile.Read(path).ToList();
                Assert.Equal(written.Select(row => (row.Id, row.Image)), read.Select(row => (row.Id, row.Image)));
                Assert.Equal(written.SelectMany(row => row.Turns), read.SelectMany(row => row.Turns));
                Assert.Equal(Enumerable.Range(0, read.Count).Select(index => index + 2L), read.Select(row => row.Place.Line));
            },
            iter: 100);
    }

    [Fact]
    public void Failed_write_leaves_the_old_file()
    {
        var path = _folder.File("rows.json");
        File.WriteAllText(path, "old");
        Assert.Throws<InvalidOperationException>(() => LlavaRowWriter.Write(path, Failing()));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(_folder.FullPath));
    }

    [Fact]
    public void Place_that_cannot_be_written_to_is_named()
    {
        File.WriteAllText(_folder.File("file"), "");
        var error = Assert.Throws<InputException>(() => LlavaRowWriter.Write(_folder.File("file", "rows.json"), []));
        Assert.Contains("expected a place that can be written to", error.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<ConversationRow> Failing()
    {
        yield return new ConversationRow { Turns = [] };
        throw new InvalidOperationException("no more");
    }

    /// <summary>JSON cannot hold half of a surrogate pair.</summary>
    private static string Valid(string? text) => text is null ? null! : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private List<ConversationRow> Read(string content)
    {
        File.WriteAllText(_folder.File("rows.json"), content);
        return [.. LlavaRowFile.Read(_folder.File("rows.json"))];
    }
}
