using Candor.Conversations;
using Candor.Conversations.Reading;
using Candor.Images;
using Candor.Studies.Graph;
using Candor.Studies.Recipes;
using Candor.Studies.Running;
using Candor.TestSupport;

namespace Candor.Tests.Studies;

public sealed class RowsStepTests
{
    private static readonly string s_instruct = Goldens.Committed("small", "train", "data", "instruct.json");

    [Fact]
    public void ATextTwinIsWhatTheLibraryMakes()
    {
        using var folder = new TemporaryFolder();
        Run(folder, "rows text");
        var expected = LlavaRowFile.Read(s_instruct).Select(row => Text(TextTwin.Of(row, TextTwinForm.Fair)));
        Assert.Equal(expected, LlavaRowFile.Read(folder.File("out", "rows", "text.json")).Select(Text));
    }

    [Fact]
    public void BlankPicturesTakeThePlaceOfEveryPicture()
    {
        using var folder = new TemporaryFolder();
        Run(folder, "rows blank");
        var expected = LlavaRowFile.Read(s_instruct).Select(row => Text(row.Image is null ? row : row with { Image = "blank.png" })).ToList();
        Assert.Equal(expected, LlavaRowFile.Read(folder.File("out", "rows", "blank.json")).Select(Text));
        Assert.Contains(expected, row => row.StartsWith("blank.png", StringComparison.Ordinal));
        var picture = ImageDecoder.Decode(folder.File("out", "rows", "blank-images", "blank.png"));
        Assert.Equal((224, 224), (picture.Width, picture.Height));
        byte[] mean = [123, 117, 104];
        Assert.Equal(mean, picture.Pixels.ToArray().Chunk(3).Select(pixel => Convert.ToHexString(pixel)).Distinct().Select(Convert.FromHexString).Single());
    }

    [Fact]
    public void AMatchedSetHasAsManySupervisedTokensAsTheSmallest()
    {
        using var folder = new TemporaryFolder();
        var small = Goldens.Committed("small", "train", "data", "captions.json").Replace('\\', '/');
        var path = MicroStudy.Write(
            folder,
            ("  blank:\n    blank_images_of: instruct", $"  blank:\n    data_path: {small}\n    match_supervised_tokens_with: [long]\n    image_folder: .\n"
                + $"  long:\n    data_path: {s_instruct.Replace('\\', '/')}\n    image_folder: .\n    match_supervised_tokens_with: [blank]"));
        var graph = StudyGraph.Build(StudyReader.Read(path, []));
        foreach (var name in new[] { "rows blank", "rows long" })
            RowsStep.Run(graph[name], Context(folder));
        var (kept, all) = (LlavaRowFile.Read(folder.File("out", "rows", "long.json")).Select(Text).ToList(), LlavaRowFile.Read(s_instruct).Select(Text).ToList());
        Assert.InRange(kept.Count, 1, all.Count - 1);
        Assert.Equal(all.Where(kept.Contains), kept);
        Assert.Equal(LlavaRowFile.Read(small).Select(Text), LlavaRowFile.Read(folder.File("out", "rows", "blank.json")).Select(Text));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(17)]
    [InlineData(100)]
    [InlineData(1000)]
    public void RowsAreDrawnUntilTheNextWouldBeOneTooMany(int goal)
    {
        int[] targets = [.. Enumerable.Range(0, 50).Select(i => 1 + (i * 7 % 11))];
        var kept = MatchedRows.Choose(targets, goal);
        var sum = kept.Sum(row => targets[row]);
        Assert.InRange(sum, Math.Min(goal - targets.Max() + 1, targets.Sum()), goal);
        Assert.Equal(kept, MatchedRows.Choose(targets, goal));
        if (goal >= targets.Sum())
            Assert.Equal(targets.Length, kept.Count);
    }

    private static string Text(ConversationRow row) => $"{row.Image}|{row.Id}|{string.Join('|', row.Turns.Select(turn => $"{turn.From}: {turn.Value}"))}";

    private static void Run(TemporaryFolder folder, string step) =>
        RowsStep.Run(StudyGraph.Build(StudyReader.Read(MicroStudy.Write(folder), []))[step], Context(folder));

    private static StepContext Context(TemporaryFolder folder) =>
        new() { Folder = folder.File("out"), Report = _ => { }, Note = _ => { }, Cancellation = TestContext.Current.CancellationToken };
}
