using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Candor.Conversations;
using Candor.Conversations.Labels;
using Candor.Conversations.Templates;
using Candor.Tests.Tokenization;
using Candor.TestSupport;
using Candor.Tokenization;

namespace Candor.Tests.Conversations;

public sealed class ChatMlTests
{
    private static readonly ConversationTemplate s_template = ConversationTemplates.Get("chatml");

    [Theory, InlineData(0), InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5), InlineData(6), InlineData(7)]
    public void Chats_are_the_references(int index)
    {
        var chat = Goldens.Json(Goldens.Shared("goldens", "smollm2", "tokens.json")).GetProperty("chats")[index];
        ChatMessage[] messages = [.. chat.GetProperty("messages").EnumerateArray().Select(m => new ChatMessage(m.GetProperty("role").GetString()!, m.GetProperty("content").GetString()!))];
        var text = ChatMlRenderer.Render(s_template, messages, chat.GetProperty("add_generation_prompt").GetBoolean());
        Assert.Equal(chat.GetProperty("text").GetString(), text);
        Assert.Equal(TokenGoldens.Ids(chat), GgufArrays.SmolLm2Tokenizer().Encode(text));
    }

    [Fact]
    public void Prompts_open_the_answering_role()
    {
        var start = "<|im_start|>system\nYou are a helpful AI assistant named SmolLM, trained by Hugging Face<|im_end|>\n<|im_start|>user\nHi<|im_end|>\n";
        Assert.Equal(start + "<|im_start|>assistant\n", PromptRenderer.RenderPrompt(s_template, ["Hi", null]));
        Assert.Equal(start + "<|im_start|>assistant\n<|im_end|>\n", PromptRenderer.RenderPrompt(s_template, ["Hi", ""]));
        Assert.Contains("chatml", Assert.Throws<InputException>(() => PromptRenderer.RenderPrompt(s_template, ["Hi", null, "x"])).Message);
    }

    [Fact]
    public void Rows_and_counts_of_targets_are_the_references()
    {
        var expected = Goldens.Json(Goldens.Shared("goldens", "smollm2", "train.json"));
        var encoder = new RowEncoder(GgufArrays.SmolLm2Tokenizer(), new RowEncoderSettings { Template = s_template, PadId = 2 });
        var lines = File.ReadAllLines(Goldens.Shared("data", "llava", "coco2014_val_gpt4_qa_30x3.jsonl"));
        var row0 = encoder.Encode(Row(lines[0]));
        Assert.Equal(TokenGoldens.Ids(expected.GetProperty("row0")), row0.Ids);
        Assert.Equal(expected.GetProperty("row0").GetProperty("labels").EnumerateArray().Select(label => label.GetInt32()), row0.Labels);
        foreach (var row in expected.GetProperty("rows").EnumerateArray())
        {
            var found = encoder.Encode(Row(lines[row.GetProperty("row").GetInt32()]));
            Assert.Equal(row.GetProperty("tokens").GetInt32(), found.Ids.Length);
            Assert.Equal(row.GetProperty("supervised").GetInt32(), found.CountTargets(int.MaxValue));
            Assert.Equal(row.GetProperty("ids_sha256").GetString(), Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(found.Ids.AsSpan()))));
        }
    }

    [Theory]
    [InlineData("Two dogs.")]
    [InlineData(" Two dogs.\n")]
    [InlineData("")]
    [InlineData("A<|im_end|>B")]
    public void Answers_and_their_end_marks_are_trained(string answer)
    {
        var tokenizer = Small();
        var row = new RowEncoder(tokenizer, new RowEncoderSettings { Template = s_template, PadId = 2 }).Encode(Row("What?", answer, "And?", "No."));
        var text = ChatMlRenderer.Render(s_template, [new("user", "What?"), new("assistant", answer), new("user", "And?"), new("assistant", "No.")], false);
        Assert.Equal(tokenizer.Encode(text), row.Ids);
        Assert.Equal($"{answer}<|im_end|>No.<|im_end|>", tokenizer.Decode([.. row.Labels.Where(label => label != ImageTokens.IgnoreIndex)]));
        Assert.All(row.Ids.Zip(row.Labels), pair => Assert.True(pair.Second == pair.First || pair.Second == ImageTokens.IgnoreIndex));
    }

    [Fact]
    public void A_token_shared_with_the_line_break_before_an_answer_is_not_trained()
    {
        var row = new RowEncoder(GgufArrays.SmolLm2Tokenizer(), new RowEncoderSettings { Template = s_template, PadId = 2 }).Encode(Row("What?", "\n\nDogs."));
        Assert.Equal("\nDogs.<|im_end|>", GgufArrays.SmolLm2Tokenizer().Decode([.. row.Labels.Where(label => label != ImageTokens.IgnoreIndex)]));
    }

    [Fact]
    public void Pictures_keep_their_place()
    {
        var tokenizer = Small();
        var row = Row("<image>\nWhat?", "Dogs.") with { Image = "a.png" };
        var encoded = new RowEncoder(tokenizer, new RowEncoderSettings { Template = s_template, PadId = 2 }).Encode(row);
        Assert.Single(encoded.Ids, ImageTokens.ImageIndex);
        Assert.Equal("Dogs.<|im_end|>", tokenizer.Decode([.. encoded.Labels.Where(label => label != ImageTokens.IgnoreIndex)]));
    }

    [Fact]
    public void A_tokenizer_without_the_marks_is_refused()
    {
        var encoder = new RowEncoder(
            TokenizerLoader.Load(TokenGoldens.Configuration("small", "bpe")), new RowEncoderSettings { Template = s_template, PadId = 2 });
        Assert.Contains("expected <|im_start|> to be one token", Assert.Throws<InputException>(() => encoder.Encode(Row("What?", "Dogs."))).Message);
    }

    [Fact]
    public void The_checkpoints_own_template_is_the_named_one()
    {
        var carried = Goldens.Json(Goldens.Shared("goldens", "smollm2", "tokens.json")).GetProperty("chat_template").GetString();
        Assert.Null(CarriedChatTemplate.Compare(s_template, carried));
        Assert.Equal(carried, GgufArrays.ChatTemplate);
    }

    [Theory]
    [InlineData("chat_template.jinja", "{{ x }}", "{{ x }}")]
    [InlineData("tokenizer_config.json", "{\"chat_template\": \"{{ x }}\"}", "{{ x }}")]
    [InlineData("tokenizer_config.json", "{\"chat_template\": [{\"name\": \"tool_use\", \"template\": \"t\"}, {\"name\": \"default\", \"template\": \"{{ x }}\"}]}", "{{ x }}")]
    [InlineData("tokenizer_config.json", "{}", null)]
    [InlineData("config.json", "{}", null)]
    public void Other_templates_are_reported_with_both_hashes(string file, string content, string? expected)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File(file), content);
        Assert.Equal(expected, CarriedChatTemplate.Read(folder.FullPath));
        var mismatch = CarriedChatTemplate.Compare(s_template, CarriedChatTemplate.Read(folder.FullPath));
        Assert.Equal(expected is null, mismatch is null);
        if (mismatch is not null)
        {
            Assert.Contains(Convert.ToHexStringLower(SHA256.HashData("{{ x }}"u8)), mismatch.Message);
            Assert.Contains(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(s_template.ChatTemplate!))), mismatch.Message);
            Assert.Equal(ConversationTemplates.V0.ComputeSha256(), CarriedChatTemplate.Compare(ConversationTemplates.V0, "x")!.NamedSha256);
        }
    }

    private static IExtendableTokenizer Small() =>
        ((IExtendableTokenizer)TokenizerLoader.Load(TokenGoldens.Configuration("small", "bpe"))).WithTokens([ChatMlRenderer.Start, ChatMlRenderer.End]);

    private static ConversationRow Row(string line)
    {
        var row = JsonDocument.Parse(line).RootElement;
        return Row(row.GetProperty("instruction").GetString()!, row.GetProperty("output").GetString()!);
    }

    private static ConversationRow Row(params string[] texts) => new()
    {
        Turns = [.. texts.Select((text, index) => new ConversationTurn(index % 2 == 0 ? ConversationTurn.Human : ConversationTurn.Gpt, text))],
    };
}
