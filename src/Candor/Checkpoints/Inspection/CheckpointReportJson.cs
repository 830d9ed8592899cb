using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Candor.Checkpoints.Inspection;

/// <summary>The JSON form of a report: snake_case keys, Hugging Face's names for keys, dtypes and rope types.</summary>
/// <remarks>Written by hand: a serializer, even a generated one, takes longer to start than everything else that inspecting does.</remarks>
public static class CheckpointReportJson
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Indented JSON text.</summary>
    public static string Serialize(CheckpointReport report)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Options))
            Write(writer, report);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter writer, CheckpointReport report)
    {
        writer.WriteStartObject();
        writer.WriteString("path", report.Path);
        writer.WriteString("architecture", report.Architecture);
        writer.WriteString("model_type", report.ModelType);
        writer.WriteNumber("parameters", report.Parameters);
        writer.WriteString("dtype", report.Dtype);
        writer.WriteStartObject("dtypes");
        foreach (var (dtype, count) in report.Dtypes)
            writer.WriteNumber(dtype, count);
        writer.WriteEndObject();
        WriteTexts(writer, "tokenizer", report.Tokenizer);
        WriteChatTemplate(writer, report.ChatTemplate);
        WriteGguf(writer, report.Gguf);
        WriteVision(writer, report.Vision);
        WriteAdapters(writer, report.Adapters);
        writer.WriteString("digest", report.Digest);
        WriteFiles(writer, report.Files);
        WriteConfig(writer, report.Config);
        WriteTexts(writer, "set_aside", report.SetAside);
        WriteTexts(writer, "problems", report.Problems);
        writer.WriteEndObject();
    }

    private static void WriteChatTemplate(Utf8JsonWriter writer, ChatTemplateReport? template)
    {
        if (!TryStart(writer, "chat_template", template))
            return;
        writer.WriteString("sha256", template!.Sha256);
        writer.WriteString("name", template.Name);
        writer.WriteEndObject();
    }

    private static void WriteGguf(Utf8JsonWriter writer, GgufReport? gguf)
    {
        if (!TryStart(writer, "gguf", gguf))
            return;
        writer.WriteNumber("version", gguf!.Version);
        writer.WriteString("name", gguf.Name);
        writer.WriteStartObject("types");
        foreach (var type in gguf.Types)
        {
            writer.WriteStartObject(type.Name);
            writer.WriteNumber("tensors", type.Tensors);
            writer.WriteNumber("parameters", type.Parameters);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteString("tokenizer_model", gguf.TokenizerModel);
        writer.WriteString("pre_tokenizer", gguf.PreTokenizer);
        writer.WriteNumber("tokens", gguf.Tokens);
        writer.WriteBoolean("chat_template", gguf.ChatTemplate is not null);
        writer.WriteEndObject();
    }

    private static void WriteVision(Utf8JsonWriter writer, VisionReport? vision)
    {
        if (!TryStart(writer, "vision", vision))
            return;
        writer.WriteString("mm_vision_tower", vision!.MmVisionTower);
        WriteNumber(writer, "mm_vision_select_layer", vision.MmVisionSelectLayer);
        writer.WriteString("mm_vision_select_feature", vision.MmVisionSelectFeature);
        writer.WriteString("mm_projector_type", vision.MmProjectorType);
        if (vision.MmUseImStartEnd is { } use)
            writer.WriteBoolean("mm_use_im_start_end", use);
        else
            writer.WriteNull("mm_use_im_start_end");
        WritePart(writer, "projector", vision.Projector);
        WritePart(writer, "tower", vision.Tower);
        writer.WriteEndObject();
    }

    private static void WritePart(Utf8JsonWriter writer, string key, PartReport part)
    {
        writer.WriteStartObject(key);
        writer.WriteNumber("tensors", part.Tensors);
        writer.WriteNumber("parameters", part.Parameters);
        writer.WriteEndObject();
    }

    private static void WriteAdapters(Utf8JsonWriter writer, IReadOnlyList<AdapterReport> adapters)
    {
        writer.WriteStartArray("adapters");
        foreach (var adapter in adapters)
        {
            writer.WriteStartObject();
            writer.WriteString("peft_type", adapter.PeftType);
            writer.WriteString("base", adapter.Base);
            WriteNumber(writer, "r", adapter.R);
            WriteNumber(writer, "lora_alpha", adapter.LoraAlpha);
            WriteTexts(writer, "target_modules", adapter.TargetModules);
            writer.WriteBoolean("use_rslora", adapter.UseRslora);
            writer.WriteBoolean("use_dora", adapter.UseDora);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteFiles(Utf8JsonWriter writer, IReadOnlyList<WeightFileReport> files)
    {
        writer.WriteStartArray("files");
        foreach (var file in files)
        {
            writer.WriteStartObject();
            writer.WriteString("name", file.Name);
            writer.WriteNumber("bytes", file.Bytes);
            WriteNumber(writer, "tensors", file.Tensors);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteConfig(Utf8JsonWriter writer, LlamaConfig? config)
    {
        if (!TryStart(writer, "config", config))
            return;
        writer.WriteNumber("vocab_size", config!.VocabSize);
        writer.WriteNumber("hidden_size", config.HiddenSize);
        writer.WriteNumber("intermediate_size", config.IntermediateSize);
        writer.WriteNumber("num_hidden_layers", config.NumHiddenLayers);
        writer.WriteNumber("num_attention_heads", config.NumAttentionHeads);
        writer.WriteNumber("num_key_value_heads", config.NumKeyValueHeads);
        writer.WriteNumber("head_dim", config.HeadDim);
        writer.WriteNumber("max_position_embeddings", config.MaxPositionEmbeddings);
        writer.WriteNumber("rms_norm_eps", config.RmsNormEps);
        writer.WriteString("hidden_act", config.HiddenAct);
        writer.WriteBoolean("tie_word_embeddings", config.TieWordEmbeddings);
        writer.WriteBoolean("attention_bias", config.AttentionBias);
        writer.WriteBoolean("mlp_bias", config.MlpBias);
        WriteRope(writer, config.Rope);
        writer.WriteString("dtype", config.TorchDtype?.TorchName());
        WriteNumber(writer, "bos_token_id", config.BosTokenId);
        writer.WriteStartArray("eos_token_id");
        foreach (var id in config.EosTokenIds)
            writer.WriteNumberValue(id);
        writer.WriteEndArray();
        WriteNumber(writer, "pad_token_id", config.PadTokenId);
        writer.WriteEndObject();
    }

    /// <summary>Only the keys that its type uses, as transformers 5 writes them.</summary>
    private static void WriteRope(Utf8JsonWriter writer, RopeConfig rope)
    {
        writer.WriteStartObject("rope_parameters");
        writer.WriteString("rope_type", rope.Type.ToString().ToLowerInvariant());
        writer.WriteNumber("rope_theta", rope.Theta);
        if (rope.Type != RopeType.Default)
            writer.WriteNumber("factor", rope.Factor);
        if (rope.OriginalMaxPositionEmbeddings is { } length)
            writer.WriteNumber("original_max_position_embeddings", length);
        if (rope.Type == RopeType.Llama3)
        {
            writer.WriteNumber("low_freq_factor", rope.LowFreqFactor);
            writer.WriteNumber("high_freq_factor", rope.HighFreqFactor);
        }
        else if (rope.Type == RopeType.Yarn)
        {
            writer.WriteNumber("beta_fast", rope.BetaFast);
            writer.WriteNumber("beta_slow", rope.BetaSlow);
            WriteNumber(writer, "attention_factor", rope.AttentionFactor);
        }

        writer.WriteEndObject();
    }

    private static bool TryStart(Utf8JsonWriter writer, string key, object? value)
    {
        if (value is null)
            writer.WriteNull(key);
        else
            writer.WriteStartObject(key);
        return value is not null;
    }

    private static void WriteTexts(Utf8JsonWriter writer, string key, IReadOnlyList<string> texts)
    {
        writer.WriteStartArray(key);
        foreach (var text in texts)
            writer.WriteStringValue(text);
        writer.WriteEndArray();
    }

    private static void WriteNumber(Utf8JsonWriter writer, string key, double? value)
    {
        if (value is { } number)
            writer.WriteNumber(key, number);
        else
            writer.WriteNull(key);
    }
}
