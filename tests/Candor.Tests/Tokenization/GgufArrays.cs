using System.Text;
using Candor.TestSupport;
using Candor.Tokenization;
using Candor.Tokenization.ByteLevel;

namespace Candor.Tests.Tokenization;

/// <summary>The tokenizer's arrays of the real GGUF file, read here without any of the checks that the reader of checkpoints makes.</summary>
internal static class GgufArrays
{
    private static readonly Lazy<Dictionary<string, object>> s_metadata = new(() => Read(
        Goldens.Shared("models", "smollm2-135m-instruct", "SmolLM2-135M-Instruct.Q4_1.gguf")));

    /// <summary>The chat template in the file.</summary>
    public static string ChatTemplate => (string)s_metadata.Value["tokenizer.chat_template"];

    /// <summary>SmolLM2's vocabulary; the test is skipped where the file is absent.</summary>
    public static ByteLevelVocabulary SmolLm2()
    {
        _ = Goldens.Shared();
        var metadata = s_metadata.Value;
        return new ByteLevelVocabulary
        {
            Place = "SmolLM2.gguf",
            Tokens = [.. ((object[])metadata["tokenizer.ggml.tokens"]).Cast<string>()],
            Merges = [.. ((object[])metadata["tokenizer.ggml.merges"]).Cast<string>()],
            TokenTypes = [.. ((object[])metadata["tokenizer.ggml.token_type"]).Cast<int>()],
            PreTokenizer = (string)metadata["tokenizer.ggml.pre"],
            BosId = (int)(uint)metadata["tokenizer.ggml.bos_token_id"],
            EosId = (int)(uint)metadata["tokenizer.ggml.eos_token_id"],
            PadId = (int)(uint)metadata["tokenizer.ggml.padding_token_id"],
            UnknownId = (int)(uint)metadata["tokenizer.ggml.unknown_token_id"],
            AddsBos = (bool)metadata["tokenizer.ggml.add_bos_token"],
        };
    }

    /// <summary>Its tokenizer.</summary>
    public static IExtendableTokenizer SmolLm2Tokenizer() => ByteLevelTokenizerFactory.Create(SmolLm2());

    private static Dictionary<string, object> Read(string path)
    {
        using var reader = new BinaryReader(File.OpenRead(path));
        reader.BaseStream.Position = 16;
        var count = reader.ReadUInt64();
        var metadata = new Dictionary<string, object>();
        for (ulong i = 0; i < count; i++)
            metadata.Add(Text(reader), Value(reader, reader.ReadUInt32()));
        return metadata;
    }

    private static string Text(BinaryReader reader) => Encoding.UTF8.GetString(reader.ReadBytes((int)reader.ReadUInt64()));

    private static object Value(BinaryReader reader, uint type)
    {
        if (type == 9)
        {
            var item = reader.ReadUInt32();
            var items = new object[reader.ReadUInt64()];
            for (var i = 0; i < items.Length; i++)
                items[i] = Value(reader, item);
            return items;
        }

        return type switch
        {
            4 => reader.ReadUInt32(),
            5 => reader.ReadInt32(),
            6 => reader.ReadSingle(),
            7 => reader.ReadBoolean(),
            8 => Text(reader),
            _ => throw new NotSupportedException($"GGUF value type {type}"),
        };
    }
}
