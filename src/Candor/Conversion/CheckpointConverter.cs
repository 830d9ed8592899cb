using System.Text.Json.Nodes;
using Candor.Checkpoints;
using Candor.Checkpoints.Adapters;
using Candor.Checkpoints.Gguf;
using Candor.Tokenization;

namespace Candor.Conversion;

/// <summary>
/// Writes a checkpoint as a Hugging Face folder with safetensors: a GGUF file with its tokenizer and chat template, or a LLaMA's or LLaVA's
/// folder whose weights may lie in <c>.bin</c> files or be of another type.
/// </summary>
public static class CheckpointConverter
{
    private const string ConfigName = "config.json";

    /// <summary>What is copied as it is beside the weights.</summary>
    private static readonly string[] CopiedFiles =
    [
        "tokenizer.model", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json", "vocab.json", "merges.txt",
        "generation_config.json", "chat_template.jinja", "chat_template.json", "preprocessor_config.json", "processor_config.json",
    ];

    /// <summary>Converts.</summary>
    /// <param name="input">A GGUF file, or the folder of a LLaMA or LLaVA model.</param>
    /// <param name="output">The new folder; it must not exist or be empty. It appears whole or not at all.</param>
    /// <param name="dtype">The type to store floats in; null for float32 out of a GGUF file, and as they are out of a folder.</param>
    /// <param name="maxShardBytes">The largest file of weights.</param>
    /// <param name="cancellation">Ends the conversion; nothing is left of it.</param>
    /// <exception cref="InputException">Something is absent, broken or unsupported, or a number is too large for the type.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static ConversionReport Convert(
        string input,
        string output,
        TensorDtype? dtype,
        long maxShardBytes = SafetensorsWriter.DefaultShardBytes,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        if (Checkpoint.IsGguf(input))
            return ConvertGguf(input, output, dtype ?? TensorDtype.Float32, maxShardBytes, cancellation);
        if (PeftAdapter.IsAdapter(input))
            throw new InputException($"{input}: expected a whole model, found an adapter; candor merge makes one of it and its base");
        using var source = OpenFolder(input);
        using var tensors = new ConvertedTensors(source, dtype, _ => { }, cancellation);
        Write(tensors, output, maxShardBytes, folder => WriteFiles(input, folder, dtype));
        return Report(tensors, output, dtype);
    }

    /// <summary>Writes what a folder has beside the weights, configuration and tokenizer, out of a GGUF file. Only its head is read.</summary>
    /// <param name="path">The GGUF file.</param>
    /// <param name="folder">Where to.</param>
    /// <param name="dtype">The type that the weights are stored in.</param>
    /// <exception cref="InputException">The file is damaged or not supported.</exception>
    public static void WriteGgufFiles(string path, string folder, TensorDtype dtype)
    {
        using var checkpoint = GgufCheckpoint.Open(path);
        WriteFiles(checkpoint, folder, dtype);
    }

    private static ConversionReport ConvertGguf(string input, string output, TensorDtype dtype, long maxShardBytes, CancellationToken cancellation)
    {
        using var checkpoint = GgufCheckpoint.Open(input);
        using var tensors = new ConvertedTensors(checkpoint, dtype, checkpoint.Release, cancellation);
        Write(tensors, output, maxShardBytes, folder => WriteFiles(checkpoint, folder, dtype));
        return Report(tensors, output, dtype);
    }

    private static void Write(ConvertedTensors tensors, string output, long maxShardBytes, Action<string> writeFiles) => AtomicFolder.Write(output, folder =>
    {
        // What may be refused comes before what takes long.
        writeFiles(folder);
        SafetensorsWriter.WriteModel(folder, tensors, maxShardBytes);
    });

    private static ConversionReport Report(ConvertedTensors tensors, string output, TensorDtype? dtype) => new(
        dtype,
        tensors.Tensors.Count,
        tensors.Tensors.Values.Sum(entry => entry.ElementCount),
        [.. Directory.EnumerateFiles(output).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)]);

    /// <summary>A LLaMA by the model's names; of a LLaVA everything as it is stored, its tower too.</summary>
    private static ITensorSource OpenFolder(string input)
    {
        if (!File.Exists(Path.Combine(input, ConfigName)) || !LlavaConfigReader.IsLlava(Path.Combine(input, ConfigName)))
            return CheckpointFolder.Open(input);
        using (LlavaFolder.Open(input))
            return CheckpointFolder.OpenWeights(Path.GetFullPath(input));
    }

    private static void WriteFiles(GgufCheckpoint checkpoint, string folder, TensorDtype dtype)
    {
        LlamaConfigFile.Write(folder, checkpoint.Config, dtype);
        if (checkpoint.Tokenizer is { } tokenizer)
            GgufTokenizer.WriteFolder(tokenizer, folder, checkpoint.Config.MaxPositionEmbeddings);
    }

    private static void WriteFiles(string input, string folder, TensorDtype? dtype)
    {
        var changes = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        if (dtype is { } type)
            changes[ConfigWriter.DtypeKey(input)] = type.TorchName();
        ConfigWriter.Write(input, folder, changes);
        foreach (var name in CopiedFiles)
            ConfigWriter.Copy(input, folder, name);
    }
}
