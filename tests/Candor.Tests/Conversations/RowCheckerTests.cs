using Candor.Conversations;
using Candor.Conversations.Auditing;

namespace Candor.Tests.Conversations;

public sealed class RowCheckerTests
{
    [Theory]
    [InlineData("", "no turns")]
    [InlineData("system human gpt", "unknown role")]
    [InlineData("Human GPT", "unknown role")]
    [InlineData("human human gpt", "two turns of one role")]
    [InlineData("human gpt", null)]
    public void Row_that_cannot_be_trained_is_an_error(string roles, string? expected)
    {
        var checker = new RowChecker();
        var turns = roles.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(role => new ConversationTurn(role, "text"));
        checker.Add(Row(0, "a") with { Turns = [.. turns] });
        Assert.Equal(expected is null ? [] : [expected], checker.Errors.ByWhat.Keys);
    }

    [Fact]
    public void Repeated_id_is_noted_with_both_rows()
    {
        var checker = new RowChecker();
        checker.Add(Row(0, "x"));
        checker.Add(Row(1, "y"));
        checker.Add(Row(2, "x"));
        var (what, tally) = Assert.Single(checker.Notes.ByWhat);
        Assert.Equal("id seen before", what);
        Assert.Equal(["rows.json: row 2 (line 3): \"x\", first in row 0 (line 1)"], tally.Places);
        Assert.Equal(0, checker.Errors.Total);
    }

    [Fact]
    public void Training_stops_at_an_unknown_role_with_row_and_line()
    {
        ConversationRow[] rows = [Row(0, "a"), Row(1, "b") with { Turns = [new("human", "Q"), new("bot", "A")] }];
        var error = Assert.Throws<InputException>(() => new RowChecker().Require(rows).Count());
        Assert.Equal("rows.json: row 1 (line 2): conversations[1].from: expected human or gpt, found \"bot\"", error.Message);
    }

    [Fact]
    public void Pictures_and_placeholders_that_do_not_match_are_noted()
    {
        var checker = new RowChecker();
        checker.Add(Row(0, "a") with { Image = "a.jpg" });
        checker.Add(Row(1, "b") with { Turns = [new("human", "<image>\nQ"), new("gpt", "")] });
        Assert.Equal(["picture without <image>", "empty answer", "<image> without a picture"], checker.Notes.ByWhat.Keys);
    }

    [Fact]
    public void Many_findings_are_counted_but_only_the_first_named()
    {
        var tally = new FindingTally();
        for (var row = 0; row < 2000; row++)
            tally.Add(new RowFinding(new RowPlace("rows.json", row, row + 1)));
        Assert.Equal((2000, FindingTally.MaxListed), (tally.Count, tally.Listed.Count));
        Assert.Equal(5, tally.Places.Count);
        Assert.EndsWith("; …", tally.ToString(), StringComparison.Ordinal);
    }

    private static ConversationRow Row(int number, string id) =>
        new() { Id = id, Turns = [new("human", "Q"), new("gpt", "A")], Place = new RowPlace("rows.json", number, number + 1) };
}
