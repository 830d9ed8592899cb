using Candor.Checkpoints;
using Candor.Evaluation.Models;
using Candor.Tokenization;
using Candor.Torch.Models;
using Candor.Torch.Weights;

namespace Candor.Torch.Scoring;

/// <summary>A LLaMA checkpoint as evaluation sees it.</summary>
public sealed class LlamaLanguageModel : ILanguageModel
{
    private readonly Llama model;
    private readonly RequestEncoder encoder;
    private readonly ScoringEngine engine;

    private LlamaLanguageModel(Llama model, RequestEncoder encoder, ScoringEngine engine, ModelDescription description)
    {
        this.model = model;
        this.encoder = encoder;
        this.engine = engine;
        Description = description;
    }

    /// <inheritdoc />
    public ModelDescription Description { get; }

    /// <summary>Loads the weights.</summary>
    /// <param name="folder">The opened checkpoint, with its adapter if it is one; may be closed afterwards.</param>
    /// <param name="tokenizer">Its tokenizer.</param>
    /// <param name="encoding">The protocol's way of turning texts into ids.</param>
    /// <param name="options">Name, digest, dtype and batching.</param>
    /// <exception cref="InputException">Weights or tokenizer do not fit.</exception>
    public static LlamaLanguageModel Load(DecoderFolder folder, ITokenizer tokenizer, RequestEncoding encoding, LlamaModelOptions options)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentNullException.ThrowIfNull(options);
        int maxLength = LongestInput(folder.Config, options);
        var llama = folder.Load(options.Dtype);
        string dtype = ComputeDtypes.ShortName(llama.ComputeType);
        var description = new ModelDescription
        {
            Name = options.Name,
            Digest = options.WeightsDigest,
            Dtype = dtype,
            ParameterCount = folder.ParameterCount,
            MaxLength = maxLength,
            TokenizerDigest = tokenizer.Digest,
        };
        var requestEncoder = new RequestEncoder(tokenizer, encoding, maxLength, $"{options.WeightsDigest}\n{dtype}\n");
        return new LlamaLanguageModel(llama, requestEncoder, new ScoringEngine(llama, options.Scoring), description);
    }

    /// <inheritdoc />
    public IReadOnlyList<PreparedRequest> Prepare(IReadOnlyList<LogLikelihoodRequest> requests) => encoder.Encode(requests);

    /// <inheritdoc />
    public ScoringTotals Score(
        IReadOnlyList<PreparedRequest> requests, Action<int, LogLikelihood> answered, CancellationToken cancellation) =>
        engine.Score(requests, answered, cancellation);

    /// <inheritdoc />
    public void Dispose() => model.Dispose();

    internal static int LongestInput(LlamaConfig config, LlamaModelOptions options)
    {
        int length = options.MaxLength ?? config.MaxPositionEmbeddings;
        return length >= 1 && length <= config.MaxPositionEmbeddings
            ? length
            : throw new InputException($"longest input: expected 1 to {config.MaxPositionEmbeddings} (max_position_embeddings), found {length}");
    }
}

/// <summary>How to load and run a <see cref="LlamaLanguageModel"/>.</summary>
public sealed record LlamaModelOptions
{
    /// <summary>The model as the user named it.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 (lower-case hex) of the weights.</summary>
    public required string WeightsDigest { get; init; }

    /// <summary>Type to compute in.</summary>
    public ComputeDtype Dtype { get; init; } = ComputeDtype.Auto;

    /// <summary>Longest input in tokens; null for the model's own. The rest of a longer text is cut on the left.</summary>
    public int? MaxLength { get; init; }

    /// <summary>Batching.</summary>
    public ScoringOptions Scoring { get; init; } = new();
}
