using Candor.Conversations;
using Candor.Conversations.Auditing;
using Candor.Tests.Images;
using Candor.TestSupport;

namespace Candor.Tests.Conversations;

public sealed class ImageAuditTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    private static readonly string[] s_broken = ["not_an_image.jpg", "truncated.jpg"];

    public static TheoryData<string> Pictures() =>
        [.. Directory.EnumerateFiles(Goldens.Committed("small", "clip", "images")).Select(path => Path.GetFileName(path)).Except(s_broken).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Pictures))]
    public void Pictures_of_every_kind_have_no_problem(string name) =>
        Assert.Null(ImageFile.FindProblem(Goldens.Committed("small", "clip", "images", name)));

    [Theory]
    [InlineData("not_an_image.jpg", "found something else")]
    [InlineData("truncated.jpg", "found a file that is cut off")]
    public void Broken_pictures_have_one(string name, string problem) =>
        Assert.Contains(problem, ImageFile.FindProblem(Goldens.Committed("small", "clip", "images", name)), StringComparison.Ordinal);

    [Fact]
    public void Bad_pictures_stop_the_run_with_row_and_file()
    {
        File.WriteAllText(_folder.File("text.jpg"), "no picture at all");
        File.WriteAllBytes(_folder.File("empty.jpg"), []);
        var error = Assert.Throws<InputException>(() => Run(BadImagePolicy.Fail, "text.jpg", null, "empty.jpg", "absent.jpg"));
        Assert.StartsWith($"expected every picture to be readable in {_folder.FullPath} (on_bad_image: fail), found 3: rows.json: row 0 (line 1): text.jpg: expected a JPEG", error.Message, StringComparison.Ordinal);
        Assert.Contains("; rows.json: row 2 (line 3): empty.jpg: expected", error.Message, StringComparison.Ordinal);
        Assert.Contains("; rows.json: row 3 (line 4): absent.jpg: expected a picture, found no file", error.Message, StringComparison.Ordinal);
    }

    /// <summary>A sound header, and nothing but it to go by: the damage shows when the picture is decoded.</summary>
    [Theory]
    [MemberData(nameof(Pictures))]
    public void A_picture_cut_off_behind_its_header_is_found(string name)
    {
        var bytes = File.ReadAllBytes(Goldens.Committed("small", "clip", "images", name));
        File.WriteAllBytes(_folder.File(name), bytes[..(bytes.Length / 2)]);
        var report = Run(BadImagePolicy.Skip, name);
        Assert.Equal((1, name), (report.Bad.Count, report.Bad.Listed[0].Image));
        Assert.Empty(report.Rows);
    }

    [Fact]
    public void A_picture_that_claims_a_huge_size_is_refused_by_its_header()
    {
        File.WriteAllBytes(_folder.File("bomb.png"), TestPng.Write(60_000, 60_000, bitDepth: 1, colorType: 0, rows: []));
        Assert.Contains("pixels", Run(BadImagePolicy.Skip, "bomb.png").Bad.Listed[0].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_pictures_are_left_out_and_counted_where_asked()
    {
        File.Copy(Goldens.Committed("small", "clip", "images", "drawn_circle.png"), _folder.File("good.png"));
        var report = Run(BadImagePolicy.Skip, "absent.jpg", "good.png", null, "absent.jpg");
        Assert.Equal([1, 2], report.Rows.Select(row => row.Place.Row));
        Assert.Equal(2, report.Bad.Count);
    }

    [Fact]
    public void Shared_picture_is_looked_at_once_and_each_look_is_reported()
    {
        var looks = 0;
        var progress = new List<(int, int)>();
        ImageAudit.Run(Rows("a", "a", "b", "a"), "images", BadImagePolicy.Fail, Look, (done, total) => progress.Add((done, total)), Cancellation);
        Assert.Equal(2, looks);
        Assert.Equal([(1, 2), (2, 2)], progress);

        string? Look(string path)
        {
            Interlocked.Increment(ref looks);
            return null;
        }
    }

    private ImageAuditReport Run(BadImagePolicy policy, params string?[] images) =>
        ImageAudit.Run(Rows(images), _folder.FullPath, policy, cancellation: Cancellation);

    private static IEnumerable<ConversationRow> Rows(params string?[] images) => images.Select((image, index) =>
        new ConversationRow { Image = image, Turns = [], Place = new RowPlace("rows.json", index, index + 1) });
}
