using System.Security.Cryptography;
using System.Text;
using Candor.Conversations.Labels;
using Candor.Conversations.Templates;
using Candor.Conversations.Vocabulary;

namespace Candor.Tests.Conversations;

public sealed class PromptRendererTests
{
    public static TheoryData<string, string> Prompts()
    {
        var data = new TheoryData<string, string>();
        foreach (var size in LabelGoldens.Sizes)
        {
            if (LabelGoldens.TryFile(size, "prompts.json") is { } file)
            {
                foreach (var prompt in file.EnumerateObject())
                    data.Add(size, prompt.Name);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Prompts))]
    public void Inference_prompt_is_the_references(string size, string key)
    {
        var golden = LabelGoldens.File(size, "prompts.json").GetProperty(key);
        var parts = key.Split('|');
        var template = ConversationTemplates.Get(parts[0]);
        string?[] turns = [.. golden.GetProperty("turns").EnumerateArray().Select(turn => turn.GetString())];
        if (golden.TryGetProperty("error", out _))
        {
            Assert.Throws<InputException>(() => PromptRenderer.RenderPrompt(template, turns));
            return;
        }

        var prompt = PromptRenderer.RenderPrompt(template, turns);
        if (golden.TryGetProperty("prompt", out var text))
        {
            Assert.Equal(text.GetString(), prompt);
        }
        else
        {
            Assert.Equal(golden.GetProperty("prompt_chars").GetInt32(), prompt.EnumerateRunes().Count());
            Assert.Equal(golden.GetProperty("prompt_sha256").GetString(), Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(prompt))));
        }

        // The goldens' tokenizer has the padding token of v0 where the template's style is its own.
        var version = TrainingVersion.Parse(template.Style == TemplateStyle.Single ? "v0" : "v1");
        var plan = AddedTokenPlan.Create(LabelGoldens.Tokenizer(size), version, usesPatch: true, usesStartEnd: true);
        Assert.Equal(LabelGoldens.Ints(golden.GetProperty("ids")), ImagePrompt.Encode(plan.Tokenizer, prompt));
    }

    [Fact]
    public void Hash_names_what_a_template_says_not_what_it_is_called()
    {
        Assert.Equal(ConversationTemplates.Get("v1").ComputeSha256(), ConversationTemplates.Get("vicuna_v1").ComputeSha256());
        var different = ConversationTemplates.Names.Select(name => ConversationTemplates.Get(name)).DistinctBy(template => template.Name).ToList();
        Assert.Equal(11, different.Count);
        Assert.Equal(different.Count, different.Select(template => template.ComputeSha256()).Distinct().Count());
    }

    [Fact]
    public void Hash_stays_what_run_logs_have_written() =>
        Assert.Equal(VicunaHash, ConversationTemplates.VicunaV1.ComputeSha256());

    [Fact]
    public void Unknown_template_is_refused_with_the_names_there_are()
    {
        var error = Assert.Throws<InputException>(() => ConversationTemplates.Get("plain"));
        Assert.Contains("vicuna_v1", error.Message, StringComparison.Ordinal);
    }

    private const string VicunaHash = "6c59a2bb99da674006f4fd9eba6a2855d58d68af991a2e747141dbf158d9fb30";
}
