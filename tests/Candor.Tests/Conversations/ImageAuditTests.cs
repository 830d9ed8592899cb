using Candor.Conversations;
using Candor.Conversations.Auditing;
using Candor.TestSupport;

namespace Candor.Tests.Conversations;

public sealed class ImageAuditTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Pictures() =>
        [.. Directory.EnumerateFiles(Goldens.Committed("small", "clip", "images")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Pictures))]
    public void Pictures_of_every_kind_are_known_by_their_header(string name) =>
        Assert.Null(ImageFile.FindProblem(Goldens.Committed("small", "clip", "images", name)));

    [Fact]
    public void Bad_pictures_stop_the_run_with_row_and_file()
    {
        File.WriteAllText(_folder.File("text.jpg"), "no picture at all");
        File.WriteAllBytes(_folder.File("empty.jpg"), []);
        var error = Assert.Throws<InputException>(() => ImageAudit.Run(Rows("text.jpg", null, "empty.jpg", "absent.jpg"), _folder.FullPath, BadImagePolicy.Fail, cancellation: Cancellation));
        Assert.Contains($"rows.json: row 0 (line 1): {_folder.File("text.jpg")}: does not begin as", error.Message, StringComparison.Ordinal);
        Assert.Contains($"row 2 (line 3): {_folder.File("empty.jpg")}: empty file", error.Message, StringComparison.Ordinal);
        Assert.Contains("absent.jpg: no such file", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_pictures_are_left_out_and_counted_where_asked()
    {
        File.Copy(Goldens.Committed("small", "clip", "images", "drawn_circle.png"), _folder.File("good.png"));
        var report = ImageAudit.Run(Rows("absent.jpg", "good.png", null, "absent.jpg"), _folder.FullPath, BadImagePolicy.Skip, cancellation: Cancellation);
        Assert.Equal([1, 2], report.Rows.Select(row => row.Place.Row));
        Assert.Equal(2, report.Bad.Count);
    }

    [Fact]
    public void Shared_picture_is_looked_at_once()
    {
        var looks = 0;
        ImageAudit.Run(Rows("a", "a", "b", "a"), "images", BadImagePolicy.Fail, Look, Cancellation);
        Assert.Equal(2, looks);

        string? Look(string path)
        {
            looks++;
            return null;
        }
    }

    private static IEnumerable<ConversationRow> Rows(params string?[] images) => images.Select((image, index) =>
        new ConversationRow { Image = image, Turns = [], Place = new RowPlace("rows.json", index, index + 1) });
}
