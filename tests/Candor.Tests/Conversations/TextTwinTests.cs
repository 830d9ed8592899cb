using Candor.Conversations;
using Candor.Conversations.Reading;
using Candor.TestSupport;

namespace Candor.Tests.Conversations;

public sealed class TextTwinTests
{
    [Theory]
    [InlineData("small")]
    [InlineData("shared")]
    public void Fair_twin_is_what_the_text_run_was_trained_on(string size)
    {
        var folder = size == "small" ? Goldens.Committed("small", "train", "data") : Goldens.Shared("goldens", "train", "data");
        var expected = LlavaRowFile.Read(Path.Combine(folder, "text.json")).ToList();
        var twins = LlavaRowFile.Read(Path.Combine(folder, "instruct.json")).Select(row => TextTwin.Of(row, TextTwinForm.Fair)).ToList();
        Assert.Equal(expected.Select(row => row.Id), twins.Select(row => row.Id));
        Assert.Equal(expected.SelectMany(row => row.Turns), twins.SelectMany(row => row.Turns));
        Assert.All(twins, twin => Assert.Null(twin.Image));
    }

    [Theory]
    [InlineData("<image>\nWhat?", "What?")]
    [InlineData("What?\n<image>", "What?")]
    [InlineData("What <image> is?", "What  is?")]
    [InlineData("<image>", "")]
    [InlineData(" kept as it is\n", " kept as it is\n")]
    public void Fair_twin_loses_placeholder_and_line_break(string text, string expected) =>
        Assert.Equal(expected, TextTwin.Of(Row(text), TextTwinForm.Fair).Turns[0].Value);

    [Fact]
    public void Authors_twin_keeps_key_line_break_and_later_turns()
    {
        var twin = TextTwin.Of(Row("<image>\nWhat?", "An answer", "<image>\nAnd?"), TextTwinForm.Authors);
        Assert.Equal("x.jpg", twin.Image);
        Assert.Equal(["\nWhat?", "An answer", "<image>\nAnd?"], twin.Turns.Select(turn => turn.Value));
    }

    [Fact]
    public void Row_without_a_picture_is_left_alone() =>
        Assert.Equal("see <image>", TextTwin.Of(Row("see <image>") with { Image = null }, TextTwinForm.Fair).Turns[0].Value);

    private static ConversationRow Row(params string[] texts) => new()
    {
        Image = "x.jpg",
        Turns = [.. texts.Select((text, index) => new ConversationTurn(index % 2 == 0 ? "human" : "gpt", text))],
    };
}
