using Candor.Checkpoints;
using Candor.Randomness;
using Candor.Tokenization;
using Candor.Torch.Training;
using Candor.Torch.Weights;
using static TorchSharp.torch;

namespace Candor.Torch.Quickstart;

/// <summary>Writes a LLaMA that has learned nothing yet, in Hugging Face's layout.</summary>
public static class RandomLlama
{
    private const string ConfigFile = "config.json";
    private const double EmbeddingRange = 0.5;
    private const int MaxPositions = 1024;

    private static readonly string[] s_tokenizerFiles = ["tokenizer.model", "tokenizer_config.json", "special_tokens_map.json"];

    /// <summary>Writes the folder: random matrices, norms of ones, configuration and tokenizer.</summary>
    /// <param name="folder">Where to; made if it is not there.</param>
    /// <param name="shape">Width, depth and heads; the vocabulary is the tokenizer's.</param>
    /// <param name="tokenizer">The folder of its tokenizer.</param>
    /// <param name="seed">Of the matrices.</param>
    public static void Write(string folder, LanguageShape shape, string tokenizer, int seed)
    {
        ArgumentNullException.ThrowIfNull(shape);
        Directory.CreateDirectory(folder);
        foreach (var name in s_tokenizerFiles)
            File.Copy(Path.Combine(tokenizer, name), Path.Combine(folder, name), overwrite: true);
        var configFile = Path.Combine(folder, ConfigFile);
        File.WriteAllText(configFile, Config(shape, TokenizerLoader.Load(tokenizer).VocabularySize));

        using var scope = NewDisposeScope();
        var generator = new NumpyGenerator(seed);
        using var weights = new TensorSource(LlamaTensors.Expected(LlamaConfigReader.Read(configFile)).Select(tensor => KeyValuePair.Create(
            tensor.Name,
            Start(tensor, shape.Layers, generator))));
        SafetensorsWriter.WriteModel(folder, weights);
    }

    /// <summary>
    /// So that a token is still itself behind the layers: embeddings of half the size that norms give, matrices that keep a vector's
    /// size, and less of it from those that write into the residual stream.
    /// </summary>
    private static Tensor Start(ExpectedTensor tensor, int layers, NumpyGenerator generator)
    {
        long[] shape = [.. tensor.Shape];
        if (shape.Length == 1)
            return ones(shape);
        if (tensor.Name == LlamaTensors.Embedding)
            return RandomStart.Normal(shape, EmbeddingRange, generator);
        var isOutput = tensor.Name.EndsWith("o_proj.weight", StringComparison.Ordinal) || tensor.Name.EndsWith("down_proj.weight", StringComparison.Ordinal);
        var scale = isOutput ? 1 / Math.Sqrt(2.0 * layers) : 1;
        return RandomStart.Normal(shape, scale / Math.Sqrt(shape[1]), generator);
    }

    private static string Config(LanguageShape shape, int vocabulary) => ConfigText.Of(new SortedDictionary<string, object>(StringComparer.Ordinal)
    {
        ["architectures"] = ConfigText.One("LlamaForCausalLM"),
        ["bos_token_id"] = 1,
        ["eos_token_id"] = 2,
        ["hidden_act"] = "silu",
        ["hidden_size"] = shape.HiddenSize,
        ["initializer_range"] = 0.02,
        ["intermediate_size"] = shape.IntermediateSize,
        ["max_position_embeddings"] = MaxPositions,
        ["model_type"] = "llama",
        ["num_attention_heads"] = shape.Heads,
        ["num_hidden_layers"] = shape.Layers,
        ["num_key_value_heads"] = shape.Heads,
        ["rms_norm_eps"] = 1e-6,
        ["tie_word_embeddings"] = false,
        ["torch_dtype"] = "float32",
        ["vocab_size"] = vocabulary,
    });
}
