using System.Text.Encodings.Web;
using System.Text.Json;
using Candor.Tokenization.ByteLevel;

namespace Candor.Tokenization.TokenizerJson;

/// <summary>Writes a byte-level tokenizer as tokenizer.json, its members in the order in which tokenizers 0.23 writes them.</summary>
internal static class ByteLevelJsonWriter
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the file's text.</summary>
    public static void Write(Stream output, ByteLevelModel model, ByteLevelSettings settings)
    {
        using var writer = new Utf8JsonWriter(output, s_options);
        writer.WriteStartObject();
        writer.WriteString("version", "1.0");
        writer.WriteNull("truncation");
        writer.WriteNull("padding");
        WriteAddedTokens(writer, settings.Tokens);
        writer.WriteNull("normalizer");
        WritePreTokenizer(writer, model.PreTokenizer);
        WritePostProcessor(writer, model.Bpe, settings);
        writer.WritePropertyName("decoder");
        WriteByteLevel(writer, addsPrefixSpace: true, splits: true);
        WriteModel(writer, model.Bpe);
        writer.WriteEndObject();
    }

    private static void WriteAddedTokens(Utf8JsonWriter writer, IReadOnlyList<AddedToken> tokens)
    {
        writer.WriteStartArray("added_tokens");
        foreach (var token in tokens)
        {
            writer.WriteStartObject();
            writer.WriteNumber("id", token.Id);
            writer.WriteString("content", token.Content);
            writer.WriteBoolean("single_word", false);
            writer.WriteBoolean("lstrip", token.StripsLeft);
            writer.WriteBoolean("rstrip", token.StripsRight);
            writer.WriteBoolean("normalized", token.IsNormalized);
            writer.WriteBoolean("special", token.IsSpecial);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WritePreTokenizer(Utf8JsonWriter writer, PreTokenizer preTokenizer)
    {
        var isSplit = preTokenizer.Words == WordPattern.Llama3;
        var isSequence = isSplit || preTokenizer.IsolatesDigits;
        writer.WritePropertyName("pre_tokenizer");
        if (isSequence)
        {
            writer.WriteStartObject();
            writer.WriteString("type", "Sequence");
            writer.WriteStartArray("pretokenizers");
        }

        if (preTokenizer.IsolatesDigits)
            WriteDigits(writer);
        if (isSplit)
            WriteSplit(writer, Llama3Words.Pattern);
        WriteByteLevel(writer, addsPrefixSpace: false, splits: !isSplit);
        if (isSequence)
        {
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
    }

    private static void WriteDigits(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "Digits");
        writer.WriteBoolean("individual_digits", true);
        writer.WriteEndObject();
    }

    private static void WriteSplit(Utf8JsonWriter writer, string pattern)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "Split");
        writer.WriteStartObject("pattern");
        writer.WriteString("Regex", pattern);
        writer.WriteEndObject();
        writer.WriteString("behavior", "Isolated");
        writer.WriteBoolean("invert", false);
        writer.WriteEndObject();
    }

    private static void WriteByteLevel(Utf8JsonWriter writer, bool addsPrefixSpace, bool splits)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "ByteLevel");
        writer.WriteBoolean("add_prefix_space", addsPrefixSpace);
        writer.WriteBoolean("trim_offsets", true);
        writer.WriteBoolean("use_regex", splits);
        writer.WriteEndObject();
    }

    private static void WriteModel(Utf8JsonWriter writer, BpeModel bpe)
    {
        writer.WriteStartObject("model");
        writer.WriteString("type", "BPE");
        foreach (var absent in new[] { "dropout", "unk_token", "continuing_subword_prefix", "end_of_word_suffix" })
            writer.WriteNull(absent);
        writer.WriteBoolean("fuse_unk", bpe.FusesUnknown);
        writer.WriteBoolean("byte_fallback", bpe.HasByteFallback);
        writer.WriteBoolean("ignore_merges", bpe.IgnoresMerges);
        writer.WriteStartObject("vocab");
        foreach (var (id, token) in bpe.Tokens.Index())
            writer.WriteNumber(token, id);
        writer.WriteEndObject();
        writer.WriteStartArray("merges");
        foreach (var merge in bpe.Merges)
        {
            writer.WriteStartArray();
            writer.WriteStringValue(bpe.Tokens[merge.Left]);
            writer.WriteStringValue(bpe.Tokens[merge.Right]);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>The ids around a text, and around each of a pair.</summary>
    private static void WritePostProcessor(Utf8JsonWriter writer, BpeModel bpe, ByteLevelSettings settings)
    {
        if (settings.Prefix.Count + settings.Suffix.Count == 0)
        {
            writer.WriteNull("post_processor");
            return;
        }

        writer.WriteStartObject("post_processor");
        writer.WriteString("type", "TemplateProcessing");
        writer.WriteStartArray("single");
        Framed("A", 0);
        writer.WriteEndArray();
        writer.WriteStartArray("pair");
        Framed("A", 0);
        Framed("B", 1);
        writer.WriteEndArray();
        writer.WriteStartObject("special_tokens");
        foreach (var id in settings.Prefix.Concat(settings.Suffix).Distinct())
            WriteSpecial(writer, bpe.Tokens[id], id);
        writer.WriteEndObject();
        writer.WriteEndObject();

        void Framed(string name, int type)
        {
            foreach (var id in settings.Prefix)
                WritePart(writer, "SpecialToken", bpe.Tokens[id], type);
            WritePart(writer, "Sequence", name, type);
            foreach (var id in settings.Suffix)
                WritePart(writer, "SpecialToken", bpe.Tokens[id], type);
        }
    }

    private static void WritePart(Utf8JsonWriter writer, string kind, string id, int type)
    {
        writer.WriteStartObject();
        writer.WriteStartObject(kind);
        writer.WriteString("id", id);
        writer.WriteNumber("type_id", type);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteSpecial(Utf8JsonWriter writer, string token, int id)
    {
        writer.WriteStartObject(token);
        writer.WriteString("id", token);
        writer.WriteStartArray("ids");
        writer.WriteNumberValue(id);
        writer.WriteEndArray();
        writer.WriteStartArray("tokens");
        writer.WriteStringValue(token);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
