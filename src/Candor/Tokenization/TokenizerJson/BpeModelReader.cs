using System.Text.Json;

namespace Candor.Tokenization.TokenizerJson;

/// <summary>Reads the <c>model</c> of a tokenizer.json: a BPE, its merges as pairs or as strings.</summary>
internal static class BpeModelReader
{
    /// <summary>Reads and checks it.</summary>
    /// <exception cref="InputException">It is no BPE, is inconsistent, or asks for what is not supported.</exception>
    public static BpeModel Read(JsonPlace model)
    {
        // Old files leave the type out.
        if (model.Find("type") is { } type && type.Text() != "BPE")
            throw type.Unsupported("\"BPE\"", type.Text());
        if (model.Find("dropout") is { } dropout)
            throw model.File.Wrong(dropout.Key, "null", dropout.Value);
        foreach (var affix in (string[])["continuing_subword_prefix", "end_of_word_suffix"])
        {
            if (model.Find(affix) is { } text && text.Text().Length > 0)
                throw text.Unsupported("none", text.Text());
        }

        var builder = new BpeModelBuilder(ReadTokens(model.Required("vocab")), $"{model.Place}.vocab", $"{model.Place}.merges");
        ReadMerges(model.Required("merges"), builder);
        var bpe = builder.Build();
        return bpe with
        {
            UnknownId = UnknownId(model, bpe),
            FusesUnknown = model.Flag("fuse_unk"),
            HasByteFallback = model.Flag("byte_fallback"),
            IgnoresMerges = model.Flag("ignore_merges"),
        };
    }

    private static string[] ReadTokens(JsonPlace vocab)
    {
        if (vocab.Value.ValueKind != JsonValueKind.Object)
            throw vocab.File.Wrong(vocab.Key, "an object", vocab.Value);
        var tokens = new string?[vocab.Value.GetPropertyCount()];
        foreach (var member in vocab.Value.EnumerateObject())
        {
            if (member.Value.ValueKind != JsonValueKind.Number || !member.Value.TryGetInt32(out var id) || (uint)id >= (uint)tokens.Length || tokens[id] is not null)
                throw new JsonPlace(vocab.File, member.Value, vocab.Key).Unsupported($"the ids from 0 to {tokens.Length - 1}, each once", $"{member.Name}: {member.Value.GetRawText()}");
            if (member.Name.Length == 0)
                throw vocab.Unsupported("tokens with text", "");
            tokens[id] = member.Name;
        }

        // As many members as ids, and no id twice: every place is filled.
        return tokens!;
    }

    private static void ReadMerges(JsonPlace merges, BpeModelBuilder builder)
    {
        if (merges.Value.ValueKind != JsonValueKind.Array)
            throw merges.File.Wrong(merges.Key, "an array", merges.Value);
        foreach (var merge in merges.Value.EnumerateArray())
        {
            if (merge.ValueKind == JsonValueKind.String)
                builder.Merge(merge.GetString()!);
            else if (merge.ValueKind == JsonValueKind.Array && merge.GetArrayLength() == 2 && merge[0].ValueKind == JsonValueKind.String && merge[1].ValueKind == JsonValueKind.String)
                builder.Merge(merge[0].GetString()!, merge[1].GetString()!);
            else
                throw merges.File.Wrong(merges.Key, "pairs of tokens", merge);
        }
    }

    private static int? UnknownId(JsonPlace model, BpeModel bpe)
    {
        if (model.Find("unk_token") is not { } unknown)
            return null;
        return bpe.Ids.TryGetValue(unknown.Text(), out var id) ? id : throw unknown.Unsupported("a token of the vocabulary", unknown.Text());
    }
}
