using System.Text.Json.Nodes;
using Candor.Checkpoints;
using Candor.Tokenization.ByteLevel;

namespace Candor.Tokenization.TokenizerJson;

/// <summary>Writes a byte-level tokenizer as <c>tokenizer.json</c> and <c>tokenizer_config.json</c>, the files of a Hugging Face folder.</summary>
internal static class ByteLevelFolderWriter
{
    /// <summary>Writes both files.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="model">Tokens and merges.</param>
    /// <param name="settings">What stands around them.</param>
    /// <param name="chatTemplate">The chat template (Jinja), or null.</param>
    /// <param name="maxLength">Positions of the model.</param>
    public static void Write(string folder, ByteLevelModel model, ByteLevelSettings settings, string? chatTemplate, int maxLength)
    {
        AtomicFile.Write(Path.Combine(folder, TokenizerJsonReader.FileName), output => ByteLevelJsonWriter.Write(output, model, settings));
        ConfigWriter.WriteObject(Path.Combine(folder, "tokenizer_config.json"), Config(model, settings, chatTemplate, maxLength));
    }

    /// <summary>
    /// The class is PreTrainedTokenizerFast, which takes tokenizer.json as it is: GPT2Tokenizer of transformers 5 builds the pre-tokenizer
    /// anew and loses the step that isolates digits.
    /// </summary>
    private static SortedDictionary<string, JsonNode?> Config(ByteLevelModel model, ByteLevelSettings settings, string? chatTemplate, int maxLength)
    {
        var members = new SortedDictionary<string, JsonNode?>(StringComparer.Ordinal)
        {
            ["add_bos_token"] = settings.Prefix.Count > 0,
            ["add_eos_token"] = settings.Suffix.Count > 0,
            ["add_prefix_space"] = false,
            ["clean_up_tokenization_spaces"] = false,
            ["model_max_length"] = maxLength,
            ["tokenizer_class"] = "PreTrainedTokenizerFast",
        };
        foreach (var (role, id) in new[] { ("bos_token", settings.BosId), ("eos_token", settings.EosId), ("pad_token", settings.PadId), ("unk_token", settings.UnknownId) })
        {
            if (id is { } known)
                members[role] = model.Bpe.Tokens[known];
        }

        if (chatTemplate is not null)
            members["chat_template"] = chatTemplate;
        return members;
    }
}
