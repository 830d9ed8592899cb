using System.Text.Json;
using System.Text.Json.Nodes;
using Candor.Tokenization.ByteLevel;

namespace Candor.Tests.Tokenization;

/// <summary>Writes a vocabulary as the tokenizer.json and tokenizer_config.json of SmolLM2's folder.</summary>
internal static class SmolLm2Json
{
    public static void Write(string folder, ByteLevelVocabulary vocabulary)
    {
        var special = vocabulary.TokenTypes.Index().Where(t => t.Item == 3).Select(t => t.Index).ToArray();
        var json = new JsonObject
        {
            ["added_tokens"] = new JsonArray([.. special.Select(id => new JsonObject
            {
                ["id"] = id,
                ["content"] = vocabulary.Tokens[id],
                ["single_word"] = false,
                ["lstrip"] = false,
                ["rstrip"] = false,
                ["normalized"] = false,
                ["special"] = true,
            })]),
            ["normalizer"] = null,
            ["pre_tokenizer"] = JsonNode.Parse(
                """{"type":"Sequence","pretokenizers":[{"type":"Digits","individual_digits":true},{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":true}]}"""),
            ["post_processor"] = null,
            ["decoder"] = JsonNode.Parse("""{"type":"ByteLevel","add_prefix_space":true,"trim_offsets":true,"use_regex":true}"""),
            ["model"] = new JsonObject
            {
                ["type"] = "BPE",
                ["vocab"] = new JsonObject(vocabulary.Tokens.Index().Select(t => KeyValuePair.Create(t.Item, (JsonNode?)t.Index))),
                ["merges"] = JsonSerializer.SerializeToNode(vocabulary.Merges),
            },
        };
        File.WriteAllText(Path.Combine(folder, "tokenizer.json"), json.ToJsonString());
        File.WriteAllText(Path.Combine(folder, "tokenizer_config.json"), new JsonObject
        {
            ["add_bos_token"] = false,
            ["bos_token"] = vocabulary.Tokens[vocabulary.BosId!.Value],
            ["eos_token"] = vocabulary.Tokens[vocabulary.EosId!.Value],
            ["pad_token"] = vocabulary.Tokens[vocabulary.PadId!.Value],
            ["unk_token"] = vocabulary.Tokens[vocabulary.UnknownId!.Value],
            ["clean_up_tokenization_spaces"] = false,
            ["tokenizer_class"] = "PreTrainedTokenizerFast",
        }.ToJsonString());
    }
}
