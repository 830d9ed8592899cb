using Candor.Evaluation.Models;
using Candor.Tokenization;
using Candor.Torch.Models;
using Candor.Torch.Weights;

namespace Candor.Torch.Scoring;

/// <summary>
/// A LLaVA model as evaluation sees it. Requests of text alone get the numbers that <see cref="LlamaLanguageModel"/> gives of its decoder;
/// requests about pictures run through the same tree of prefixes, in which a picture is a stretch of positions like any other.
/// </summary>
public sealed class LlavaLanguageModel : ILanguageModel
{
    private readonly Llava model;
    private readonly RequestEncoder encoder;
    private readonly PictureEmbeddings embeddings;
    private readonly ScoringEngine engine;

    private LlavaLanguageModel(Llava model, RequestEncoder encoder, PictureEmbeddings embeddings, ScoringEngine engine, ModelDescription description)
    {
        this.model = model;
        this.encoder = encoder;
        this.embeddings = embeddings;
        this.engine = engine;
        Description = description;
    }

    /// <inheritdoc />
    public ModelDescription Description { get; }

    /// <summary>How often a picture went through the vision tower.</summary>
    public long TowerRuns => embeddings.TowerRuns;

    /// <summary>Loads the weights.</summary>
    /// <param name="folder">The opened model; may be closed afterwards.</param>
    /// <param name="tokenizer">Its tokenizer for requests of text alone, under the protocol's rules.</param>
    /// <param name="encoding">The protocol's way of turning texts into ids.</param>
    /// <param name="options">Name, the decoder's digest, dtype and batching.</param>
    /// <exception cref="InputException">Weights or tokenizer do not fit.</exception>
    public static LlavaLanguageModel Load(LlavaModelFolder folder, ITokenizer tokenizer, RequestEncoding encoding, LlamaModelOptions options)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentNullException.ThrowIfNull(options);
        int maxLength = LlamaLanguageModel.LongestInput(folder.Decoder.Config, options);
        var pictureTokenizer = folder.LoadTokenizer();
        var llava = folder.Load(options.Dtype);
        string dtype = ComputeDtypes.ShortName(llava.Language.ComputeType);
        string digest = folder.Digest();
        var pictures = new PictureRequestEncoder(pictureTokenizer, folder.Layout, maxLength, $"{digest}\n{dtype}\n");
        var requests = new RequestEncoder(tokenizer, encoding, maxLength, $"{options.WeightsDigest}\n{dtype}\n", pictures);
        var reader = folder.PictureReader();
        var inputs = new PictureEmbeddings(llava, () => pictures.Images.Count, number => reader(pictures.Images[number]));
        var description = new ModelDescription
        {
            Name = options.Name,
            Digest = digest,
            Dtype = dtype,
            ParameterCount = folder.ParameterCount,
            MaxLength = maxLength,
            TokenizerDigest = tokenizer.Digest,
        };
        return new LlavaLanguageModel(llava, requests, inputs, new ScoringEngine(llava.Language, options.Scoring, inputs), description);
    }

    /// <inheritdoc />
    public IReadOnlyList<PreparedRequest> Prepare(IReadOnlyList<LogLikelihoodRequest> requests) => encoder.Encode(requests);

    /// <inheritdoc />
    /// <exception cref="InputException">A picture cannot be decoded.</exception>
    public ScoringTotals Score(
        IReadOnlyList<PreparedRequest> requests, Action<int, LogLikelihood> answered, CancellationToken cancellation) =>
        engine.Score(requests, answered, cancellation);

    /// <inheritdoc />
    public void Dispose()
    {
        embeddings.Dispose();
        model.Dispose();
    }
}
