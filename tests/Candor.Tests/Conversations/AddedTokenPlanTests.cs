using Candor.Conversations.Templates;
using Candor.Conversations.Vocabulary;
using Candor.TestSupport;
using Candor.Tokenization;

namespace Candor.Tests.Conversations;

public sealed class AddedTokenPlanTests
{
    [Theory]
    [InlineData("v0", true, true, 512, "[PAD]=512 <im_patch>=513 <im_start>=514 <im_end>=515")]
    [InlineData("v0", false, true, 512, "[PAD]=512 <im_start>=513 <im_end>=514")]
    [InlineData("v0", false, false, 512, "[PAD]=512")]
    [InlineData("v0.5", true, true, 0, "<im_patch>=512 <im_start>=513 <im_end>=514")]
    [InlineData("v1", true, true, 0, "<im_patch>=512 <im_start>=513 <im_end>=514")]
    [InlineData("llava_llama_2", true, false, 0, "<im_patch>=512")]
    [InlineData("llama_2", false, false, 0, "")]
    public void Tokens_are_added_in_the_references_order(string version, bool usesPatch, bool usesStartEnd, int padId, string expected)
    {
        var plan = AddedTokenPlan.Create(LabelGoldens.Tokenizer("small"), TrainingVersion.Parse(version), usesPatch, usesStartEnd);
        Assert.Equal(expected, string.Join(' ', plan.Rows.Select(row => $"{row.Content}={row.Id}")));
        Assert.Equal(padId, plan.PadId);
        Assert.Equal(512 + plan.Rows.Count, plan.Tokenizer.VocabularySize);
        Assert.All(plan.Rows, row => Assert.Equal(row.Id, plan.Tokenizer.IdOf(row.Content)));
    }

    [Fact]
    public void Both_picture_tokens_start_from_the_mean_of_the_rows_before_either()
    {
        var plan = AddedTokenPlan.Create(LabelGoldens.Tokenizer("small"), TrainingVersion.Parse("v0"), usesPatch: true, usesStartEnd: true);
        Assert.Equal([512, 513, 514, 514], plan.Rows.Select(row => row.OlderRows));
        Assert.Equal(
            [AddedRowStart.MeanOfOlderRows, AddedRowStart.Normal, AddedRowStart.MeanOfOlderRows, AddedRowStart.MeanOfOlderRows],
            plan.Rows.Select(row => row.Start));
    }

    [Fact]
    public void Tokens_the_folder_has_already_keep_their_ids()
    {
        var tokenizer = (IExtendableTokenizer)TokenizerLoader.Load(Goldens.Committed("small", "models", "tiny-llava"));
        var plan = AddedTokenPlan.Create(tokenizer, TrainingVersion.Parse("v1"), usesPatch: true, usesStartEnd: true);
        Assert.Empty(plan.Rows);
        Assert.Same(tokenizer, plan.Tokenizer);
        Assert.Equal([512, 513, 514], new[] { "<im_patch>", "<im_start>", "<im_end>" }.Select(token => tokenizer.IdOf(token)!.Value));
    }

    [Fact]
    public void Adding_tokens_changes_the_digest_and_strips_white_space_beside_them()
    {
        var tokenizer = LabelGoldens.Tokenizer("small");
        var extended = tokenizer.WithTokens(["<im_start>"]);
        Assert.NotEqual(tokenizer.Digest, extended.Digest);
        Assert.Equal(extended.Encode("a<im_start>b"), extended.Encode("a <im_start>\n b"));
        Assert.Equal("<im_start>", extended.Decode([512], skipSpecialTokens: true));
    }
}
