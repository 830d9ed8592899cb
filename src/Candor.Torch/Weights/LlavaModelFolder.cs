using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Candor.Checkpoints;
using Candor.Conversations;
using Candor.Evaluation.Models;
using Candor.Images;
using Candor.Tokenization;
using Candor.Torch.Models;

namespace Candor.Torch.Weights;

/// <summary>
/// A model that sees, whatever its layout: a whole LLaVA model, an adapter or what stage 1 saved over its base model, each with the vision
/// tower that its configuration names. Only headers are read until it is loaded.
/// </summary>
public sealed class LlavaModelFolder : IDisposable
{
    private readonly ITensorSource projector;
    private readonly ITensorSource towerWeights;
    private readonly IReadOnlyList<IDisposable> owned;

    private LlavaModelFolder(
        DecoderFolder decoder,
        LlavaConfig config,
        ITensorSource projector,
        ClipVisionFolder tower,
        ITensorSource towerWeights,
        IReadOnlyList<IDisposable> owned)
    {
        (Decoder, Config, Tower) = (decoder, config, tower);
        (this.projector, this.towerWeights, this.owned) = (projector, towerWeights, owned);
    }

    /// <summary>The decoder.</summary>
    public DecoderFolder Decoder { get; }

    /// <summary>How the model sees.</summary>
    public LlavaConfig Config { get; }

    /// <summary>The tower's folder: its shape and preprocessing.</summary>
    public ClipVisionFolder Tower { get; }

    /// <summary>What a user should know: which of two different towers counts.</summary>
    public IReadOnlyList<string> Notes { get; private init; } = [];

    /// <summary>Parameters of decoder, projector and tower.</summary>
    public long ParameterCount =>
        Decoder.ParameterCount + projector.Tensors.Values.Concat(towerWeights.Tensors.Values).Sum(entry => entry.ElementCount);

    /// <summary>How pictures stand among tokens.</summary>
    public PictureLayout Layout => new(
        Decoder.Config.VocabSize,
        Tower.Config.PositionCount - (Config.MmVisionSelectFeature == VisionSelectFeature.Patch ? 1 : 0),
        Config.MmUseImStartEnd);

    /// <summary>Opens a folder.</summary>
    /// <param name="folder">The model's folder.</param>
    /// <param name="baseFolder">The base model of an adapter or a projector (<c>--base</c>), or null.</param>
    /// <param name="visionTower">The tower in place of the one that the configuration names (<c>--vision-tower</c>), or null.</param>
    /// <exception cref="InputException">Something is absent, broken or does not fit, or the model does not see.</exception>
    public static LlavaModelFolder Open(string folder, string? baseFolder, string? visionTower)
    {
        var parts = new List<IDisposable>();
        try
        {
            var decoder = Own(DecoderFolder.Open(folder, baseFolder), parts);
            var home = new[] { folder, baseFolder }.FirstOrDefault(Sees)
                ?? throw new InputException($"{folder}: expected a LLaVA model, which sees pictures, found a model of text alone");
            var config = LlavaConfigReader.Read(Path.Combine(home, "config.json")).Llava;
            if (config.MmUseImStartEnd && DecoderFolder.IsStageOne(folder))
            {
                throw new InputException(
                    $"{folder}: expected a model after stage 2: what stage 1 saves with mm_use_im_start_end lacks the output rows of its new tokens");
            }

            var whole = decoder.Adapter is null && !DecoderFolder.IsStageOne(folder) ? folder : baseFolder!;
            var linear = OpenProjector(folder, whole, decoder, parts);
            var name = visionTower ?? config.MmVisionTower;
            var tower = Own(
                ClipVisionFolder.Open(VisionTowerFinder.Find(name, visionTower is null ? home : "", folder, baseFolder ?? folder)), parts);
            var carried = OpenCarriedTower(whole, tower, parts);
            return new LlavaModelFolder(decoder, config, linear, tower, carried ?? tower.Weights, parts) { Notes = [.. Compare(whole, tower, carried)] };
        }
        catch
        {
            parts.ForEach(part => part.Dispose());
            throw;
        }
    }

    /// <summary>Loads everything, adapters merged.</summary>
    /// <exception cref="InputException">Weights do not fit.</exception>
    public Llava Load(ComputeDtype dtype)
    {
        var language = Decoder.Load(dtype);
        try
        {
            var linear = LlavaWeights.Projector(projector, language, Tower.Config);
            var tower = ClipVisionWeights.Load(Tower.Config, towerWeights, dtype);
            return new Llava(language, new VisionParts(tower, linear, Config.MmVisionSelectLayer, Config.MmVisionSelectFeature));
        }
        catch
        {
            language.Dispose();
            throw;
        }
    }

    /// <summary>The tokenizer that training used, with the tokens that it added.</summary>
    /// <exception cref="InputException">It cannot be read, or lacks the tokens around pictures.</exception>
    public ITokenizer LoadTokenizer()
    {
        var tokenizer = TokenizerLoader.Load(Decoder.TokenizerFolder);
        if (!Config.MmUseImStartEnd || HasStartEnd(tokenizer))
            return tokenizer;
        if (Decoder.Adapter is not null && AdapterVocabulary.Plan(Decoder) is { } plan && HasStartEnd(plan.Tokenizer))
            return plan.Tokenizer;
        throw new InputException(
            $"{Decoder.TokenizerFolder}: expected a tokenizer with {ImageTokens.Start} and {ImageTokens.End} (mm_use_im_start_end), found one without");
    }

    /// <summary>Decodes and preprocesses pictures for the tower, [3, S, S].</summary>
    public Func<RequestImage, float[]> PictureReader()
    {
        var processor = new ClipImageProcessor(Tower.Preprocessor);
        var aspectRatio = Config.ImageAspectRatio;
        return image => processor.Process(image.Path is { } path ? ImageDecoder.Decode(path) : processor.Blank(), aspectRatio);
    }

    /// <summary>SHA-256 over all weights and what else decides how a picture is seen.</summary>
    public string Digest()
    {
        var preprocessor = Tower.Preprocessor;
        var seeing = string.Create(
            CultureInfo.InvariantCulture,
            $"{Config.MmVisionSelectLayer} {Config.MmVisionSelectFeature} {Config.ImageAspectRatio} {Config.MmUseImStartEnd} "
            + $"{preprocessor.ShortestEdge} {preprocessor.RescaleFactor:R} {Numbers(preprocessor.ImageMean)} {Numbers(preprocessor.ImageStd)}");
        var all = string.Join('\n', Decoder.Digest(), WeightsDigest.Compute(projector), WeightsDigest.Compute(towerWeights), seeing);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(all)));

        static string Numbers(IEnumerable<double> values) => string.Join(' ', values.Select(value => value.ToString("R", CultureInfo.InvariantCulture)));
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var part in owned)
            part.Dispose();
    }

    private static bool Sees(string? folder) =>
        folder is not null && Path.Combine(folder, "config.json") is var config && File.Exists(config) && LlavaConfigReader.IsLlava(config);

    private static bool HasStartEnd(ITokenizer tokenizer) => tokenizer is IExtendableTokenizer extendable
        && extendable.IdOf(ImageTokens.Start) is not null && extendable.IdOf(ImageTokens.End) is not null;

    /// <summary>What was trained last counts: stage 1's file, an adapter's own, the whole model's.</summary>
    private static ITensorSource OpenProjector(string folder, string whole, DecoderFolder decoder, List<IDisposable> parts)
    {
        if (decoder.Adapter is { } adapter && adapter.OtherParts.Tensors.ContainsKey(LlavaTensors.ProjectorWeight))
            return adapter.OtherParts;
        if (DecoderFolder.FindProjector(folder) is { } file && folder != whole)
            return new ProjectorTensors(Own(WeightSource.Open(file), parts));
        if (!Sees(whole))
            throw new InputException($"{folder}: expected a projector in it or in its base model, found none");
        return Own(LlavaFolder.Open(whole), parts).Projector;
    }

    /// <summary>The tower that a whole model carries along.</summary>
    private static ClipVisionSource? OpenCarriedTower(string whole, ClipVisionFolder tower, List<IDisposable> parts)
    {
        if (!Sees(whole))
            return null;
        using var model = LlavaFolder.Open(whole);
        return model.OpenTower(tower.Config) is { } carried ? Own(carried, parts) : null;
    }

    private static IEnumerable<string> Compare(string whole, ClipVisionFolder tower, ClipVisionSource? carried)
    {
        if (carried is not null && WeightsDigest.Compute(carried) != WeightsDigest.Compute(tower.Weights))
            yield return $"{whole} carries a vision tower that is not the one in {tower.FullPath}; the one that it carries is used";
    }

    private static T Own<T>(T part, List<IDisposable> parts)
        where T : IDisposable
    {
        parts.Add(part);
        return part;
    }
}
