using System.Text.Json.Nodes;
using Candor.Checkpoints;
using Candor.TestSupport;

namespace Candor.Torch.Tests.Cli;

/// <summary>A small model with a byte-level tokenizer and ChatML's marks, as a folder with a tokenizer.json or as a GGUF file.</summary>
internal static class ChatModel
{
    private const string Start = "<|im_start|>";
    private const string End = "<|im_end|>";
    private const int Bytes = 256;

    /// <summary>Ids: the bytes, then the two marks.</summary>
    private static readonly string[] s_tokens = [.. ByteCharacters(), Start, End];

    /// <summary>Writes the folder: a committed checkpoint, tied and with shared key heads, with the tokenizer beside it.</summary>
    public static string WriteFolder(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.GetFiles(Goldens.Committed("llama", "checkpoints", "llama-3.2-like")))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        File.WriteAllText(Path.Combine(folder, "tokenizer.json"), Tokenizer().ToJsonString());
        File.WriteAllText(
            Path.Combine(folder, "tokenizer_config.json"),
            """{"tokenizer_class": "PreTrainedTokenizerFast", "bos_token": "<|im_start|>", "eos_token": "<|im_end|>", "pad_token": "<|im_end|>"}""");
        return folder;
    }

    /// <summary>Writes the GGUF file.</summary>
    public static string WriteGguf(string path)
    {
        using var checkpoint = CheckpointFolder.Open(Goldens.Committed("small", "models", "tied-st"));
        var padded = s_tokens.Concat(Enumerable.Range(s_tokens.Length, checkpoint.Config.VocabSize - s_tokens.Length).Select(id => $"[unused{id}]")).ToArray();
        File.WriteAllBytes(path, GgufModels.Of(checkpoint)
            .Add("tokenizer.ggml.model", "gpt2")
            .Add("tokenizer.ggml.pre", "smollm")
            .Add("tokenizer.ggml.tokens", padded)
            .Add("tokenizer.ggml.merges", Array.Empty<string>())
            .Add("tokenizer.ggml.token_type", Enumerable.Range(0, padded.Length).Select(id => id is Bytes or Bytes + 1 ? 3 : 1).ToArray())
            .Add("tokenizer.ggml.bos_token_id", (uint)Bytes)
            .Add("tokenizer.ggml.eos_token_id", (uint)Bytes + 1)
            .Add("tokenizer.ggml.padding_token_id", (uint)Bytes + 1)
            .Build());
        return path;
    }

    /// <summary>Writes eight rows of questions and answers.</summary>
    public static string WriteRows(string path)
    {
        var rows = Enumerable.Range(0, 8).Select(i => (JsonNode)new JsonObject
        {
            ["id"] = $"row {i}",
            ["conversations"] = new JsonArray(
                new JsonObject { ["from"] = "human", ["value"] = $"What follows {i}?" },
                new JsonObject { ["from"] = "gpt", ["value"] = $"{i + 1} follows it." }),
        });
        File.WriteAllText(path, new JsonArray([.. rows]).ToJsonString());
        return path;
    }

    private static JsonObject Tokenizer() => new()
    {
        ["version"] = "1.0",
        ["added_tokens"] = new JsonArray(Mark(Bytes, Start), Mark(Bytes + 1, End)),
        ["normalizer"] = null,
        ["pre_tokenizer"] = new JsonObject { ["type"] = "ByteLevel", ["add_prefix_space"] = false, ["trim_offsets"] = true, ["use_regex"] = true },
        ["post_processor"] = null,
        ["decoder"] = new JsonObject { ["type"] = "ByteLevel", ["add_prefix_space"] = true, ["trim_offsets"] = true, ["use_regex"] = true },
        ["model"] = new JsonObject
        {
            ["type"] = "BPE",
            ["vocab"] = new JsonObject(s_tokens.Select((token, id) => KeyValuePair.Create(token, (JsonNode?)id))),
            ["merges"] = new JsonArray(),
        },
    };

    private static JsonNode Mark(int id, string content) => new JsonObject
    {
        ["id"] = id,
        ["content"] = content,
        ["single_word"] = false,
        ["lstrip"] = false,
        ["rstrip"] = false,
        ["normalized"] = false,
        ["special"] = true,
    };

    /// <summary>GPT-2's characters for bytes: printable ones stand for themselves, the others follow behind U+00FF.</summary>
    private static IEnumerable<string> ByteCharacters()
    {
        var next = Bytes;
        for (var value = 0; value < Bytes; value++)
        {
            var isPrintable = value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or >= 0xAE;
            yield return ((char)(isPrintable ? value : next++)).ToString();
        }
    }
}
