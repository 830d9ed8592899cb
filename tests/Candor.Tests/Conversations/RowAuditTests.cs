using Candor.Conversations;
using Candor.Conversations.Auditing;
using Candor.Conversations.Labels;
using Candor.Conversations.Reading;
using Candor.TestSupport;

namespace Candor.Tests.Conversations;

public sealed class RowAuditTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Clean_rows_give_a_clean_report()
    {
        var report = RowAudit.Run(Rows("instruct.json"), LabelGoldens.Encoder("small", "vicuna_v1|start_end").Encoder, cancellation: Cancellation);
        Assert.Equal((12, 0, 0, 0), (report.Rows, report.Affected, report.WithoutTargets.Count, report.Cut.Count));
        Assert.Null(report.Advice);
        Assert.InRange(report.Targets, 1, report.Tokens - 1);
        report.ThrowIfTooMuch();
    }

    [Fact]
    public void Masked_rows_are_counted_named_and_stop_the_run()
    {
        var report = RowAudit.Run(Rows("masked.json"), LabelGoldens.Encoder("small", "vicuna_v1|start_end").Encoder, cancellation: Cancellation);
        Assert.Equal((6, 2), (report.Rows, report.WithoutTargets.Count));
        Assert.All(report.WithoutTargets.Places, place => Assert.Matches("masked.json: row [0-5] \\(line [0-9]+\\)", place));
        var error = Assert.Throws<InputException>(report.ThrowIfTooMuch);
        Assert.Contains("expected at most 5% of 6 rows", error.Message, StringComparison.Ordinal);
        Assert.Contains("data preview", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_larger_share_may_be_allowed() =>
        RowAudit.Run(Rows("masked.json"), LabelGoldens.Encoder("small", "vicuna_v1|start_end").Encoder, maxShare: 0.5, cancellation: Cancellation).ThrowIfTooMuch();

    [Theory]
    [InlineData("instruct.json")]
    [InlineData("text.json")]
    public void Cut_rows_are_counted_whether_or_not_they_have_a_picture(string file)
    {
        var report = RowAudit.Run(Rows(file), LabelGoldens.Encoder("small", "vicuna_v1|start_end", maxLength: 100).Encoder, cancellation: Cancellation);
        Assert.Equal(12, report.Cut.Count);
        Assert.True(report.IsTooMuch);
        Assert.Contains("model_max_length (now 100)", report.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Stripping_tokenizer_is_found_out()
    {
        var folder = Goldens.Shared("goldens", "train", "data");
        var (encoder, _) = LabelGoldens.Encoder("shared", "llava_llama_2|start_end", asStrings: true);
        var report = RowAudit.Run(LlavaRowFile.Read(Path.Combine(folder, "instruct.json")), encoder, cancellation: Cancellation);
        Assert.Equal(report.Rows, report.Mismatched.Count);
        Assert.Contains("special_tokens_map.json", report.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Shown_text_has_the_trained_stretches_apart()
    {
        var (encoder, plan) = LabelGoldens.Encoder("small", "vicuna_v1|bare");
        var row = Rows("instruct.json").First(candidate => candidate.Image is not null && candidate.Turns.Count == 2);
        var stretches = LabelledText.Of(encoder.Encode(row), plan.Tokenizer);
        Assert.Equal([false, true], stretches.Select(stretch => stretch.IsTrained));
        Assert.Contains(ImageTokens.Image, stretches[0].Text, StringComparison.Ordinal);
        Assert.Equal($" {row.Turns[1].Value}</s>", stretches[1].Text);
        Assert.DoesNotContain("</s>", stretches[0].Text, StringComparison.Ordinal);
    }

    private static IEnumerable<ConversationRow> Rows(string file) => LlavaRowFile.Read(Goldens.Committed("small", "train", "data", file));
}
