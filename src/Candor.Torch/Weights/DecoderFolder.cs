using System.Security.Cryptography;
using Candor.Checkpoints;
using Candor.Checkpoints.Adapters;
using Candor.Torch.Models;

namespace Candor.Torch.Weights;

/// <summary>
/// The decoder that a folder stands for, whatever its layout: a LLaMA, a whole LLaVA model, an adapter over its base model, or what stage 1
/// saved, whose decoder is its base model's.
/// </summary>
public sealed class DecoderFolder : IDisposable
{
    private static readonly string[] ProjectorNames = ["mm_projector.safetensors", "mm_projector.bin"];

    private readonly IDisposable[] _owned;
    private readonly PeftAdapter? _adapter;

    private DecoderFolder(string tokenizerFolder, LlamaConfig config, ITensorSource weights, PeftAdapter? adapter, params IDisposable[] owned)
    {
        (TokenizerFolder, Config, Weights, _adapter, _owned) = (tokenizerFolder, config, weights, adapter, owned);
    }

    /// <summary>Where the tokenizer is: the folder (or GGUF file) itself, or its base model's.</summary>
    public string TokenizerFolder { get; }

    /// <summary>The decoder's shape, its vocabulary grown where an adapter's is.</summary>
    public LlamaConfig Config { get; }

    /// <summary>The decoder's weights by the names of <see cref="LlamaTensors"/>, updates of an adapter not yet applied.</summary>
    public ITensorSource Weights { get; }

    /// <summary>The adapter, or null.</summary>
    public PeftAdapter? Adapter => _adapter;

    /// <summary>Parameters of the decoder once adapters are merged.</summary>
    public long ParameterCount => Weights.Tensors.Values.Sum(entry => entry.ElementCount);

    /// <summary>Opens a folder. Only headers are read.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="baseFolder">The base model (<c>--base</c>), or null.</param>
    /// <exception cref="InputException">Something is absent, broken or does not fit; or an adapter has no base model, or a whole model has one.</exception>
    public static DecoderFolder Open(string folder, string? baseFolder)
    {
        var isAdapter = PeftAdapter.IsAdapter(folder);
        if (!isAdapter && !IsStageOne(folder))
        {
            return baseFolder is null
                ? OpenWhole(folder)
                : throw new InputException(
                    $"--base {baseFolder}: expected only beside an adapter's or stage 1's folder; {folder} is a whole model");
        }

        if (baseFolder is null)
        {
            var kind = isAdapter ? "an adapter" : "a projector";
            throw new InputException($"{folder}: expected --base with the folder of the base model, as this is {kind}; found none");
        }

        var whole = OpenWhole(baseFolder);
        if (!isAdapter)
            return whole;
        try
        {
            var adapter = PeftAdapter.Open(folder, whole.Config);
            return new DecoderFolder(baseFolder, adapter.Model, adapter.Over(whole.Weights), adapter, adapter, whole);
        }
        catch
        {
            whole.Dispose();
            throw;
        }
    }

    /// <summary>Loads the decoder, the adapter merged into it.</summary>
    /// <exception cref="InputException">Weights do not fit, or an adapter's are not finite.</exception>
    public Llama Load(ComputeDtype dtype)
    {
        var model = LlamaWeights.Load(Config, Weights, dtype);
        try
        {
            if (_adapter is not null)
                LoraMerge.Apply(model, _adapter);
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>SHA-256 of the weights; with an adapter, of its weights and configuration as well.</summary>
    public string Digest()
    {
        var weights = WeightsDigest.Compute(Weights);
        if (_adapter is null)
            return weights;
        var configuration = File.ReadAllBytes(Path.Combine(_adapter.FullPath, "adapter_config.json"));
        var updates = WeightsDigest.Compute(_adapter.Updates);
        var all = string.Join('\n', weights, updates, Convert.ToHexStringLower(SHA256.HashData(configuration)));
        return Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(all)));
    }

    /// <inheritdoc />
    public void Dispose() => Array.ForEach(_owned, owned => owned.Dispose());

    private static DecoderFolder OpenWhole(string folder)
    {
        if (File.Exists(Path.Combine(folder, "config.json")) && LlavaConfigReader.IsLlava(Path.Combine(folder, "config.json")))
        {
            var llava = LlavaFolder.Open(folder);
            return new DecoderFolder(folder, llava.LanguageConfig, llava.Language, null, llava);
        }

        var llama = Checkpoint.Open(folder);
        return new DecoderFolder(folder, llama.Config, llama, null, llama);
    }

    /// <summary>A projector without a whole model beside it.</summary>
    internal static bool IsStageOne(string folder) =>
        FindProjector(folder) is not null
        && !PeftAdapter.IsAdapter(folder)
        && !Directory.EnumerateFiles(folder, "model*.safetensors*").Any()
        && !Directory.EnumerateFiles(folder, "pytorch_model*").Any();

    /// <summary>The file of a projector that stage 1 saved, or null.</summary>
    internal static string? FindProjector(string folder) => ProjectorNames.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
}
