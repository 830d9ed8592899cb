namespace Candor.Checkpoints.Gguf;

/// <summary>
/// A llama in a GGUF file, opened and checked. The tensors are exactly the model's weights under Hugging Face's names, as float32 in its
/// order of rows, whatever types the file stores.
/// </summary>
public sealed class GgufCheckpoint : ICheckpoint
{
    private readonly GgufWeights _weights;

    private GgufCheckpoint(GgufFile file, LlamaConfig config, GgufWeights weights)
    {
        _weights = weights;
        FullPath = file.Path;
        Config = config;
        Tokenizer = GgufTokenizerMetadata.Read(file.Metadata);
    }

    /// <inheritdoc />
    public string FullPath { get; }

    /// <inheritdoc />
    public LlamaConfig Config { get; }

    /// <inheritdoc />
    public IReadOnlyList<string> WeightFiles => [FullPath];

    /// <summary>What the file says about the tokenizer; null where it has none.</summary>
    public GgufTokenizerMetadata? Tokenizer { get; }

    /// <inheritdoc />
    public IReadOnlyDictionary<string, TensorEntry> Tensors => _weights.Tensors;

    /// <summary>Opens a file. Only its head is read; numbers are turned into float32 when they are asked for.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InputException">
    /// It is absent, damaged, of another architecture, of types that cannot be read, or weights and metadata do not fit.
    /// </exception>
    public static GgufCheckpoint Open(string path)
    {
        var file = GgufFile.Open(path);
        try
        {
            var config = GgufLlamaConfig.Read(file);
            var weights = new GgufWeights(file, config);
            CheckpointValidation.Match(config, weights.Tensors).ThrowIfBad(file.Path, "the metadata");
            return new GgufCheckpoint(file, config, weights);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public TensorView View(string name) => _weights.View(name);

    /// <summary>Frees the memory of a tensor that was written out; its view is void, and asking for it anew writes it out anew.</summary>
    public void Release(string name) => _weights.Release(name);

    /// <inheritdoc />
    public void Dispose() => _weights.Dispose();
}
