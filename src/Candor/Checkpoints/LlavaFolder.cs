using Candor.Checkpoints.Adapters;

namespace Candor.Checkpoints;

/// <summary>
/// A whole LLaVA v1.0 model as its stage 2 leaves it, opened and checked: decoder, projector and, where the folder carries one along, the
/// vision tower.
/// </summary>
public sealed class LlavaFolder : IDisposable
{
    private readonly ITensorSource _source;

    private LlavaFolder(string path, LlamaConfig language, LlavaConfig llava, ITensorSource source)
    {
        _source = source;
        FullPath = path;
        LanguageConfig = language;
        Config = llava;
        var match = CheckpointValidation.Match(language, Without(source));
        match.ThrowIfBad(path);
        Language = Renamed(match.Weights);
        var projector = source.Tensors.Values.Where(entry => LlavaTensors.ProjectorName(entry.Name) is not null)
            .ToDictionary(entry => LlavaTensors.ProjectorName(entry.Name)!, StringComparer.Ordinal);
        Check(projector, LlavaTensors.ProjectorWeight, [language.HiddenSize, llava.MmHiddenSize]);
        Check(projector, LlavaTensors.ProjectorBias, [language.HiddenSize]);
        Projector = Renamed(projector);
        HasTower = ClipVisionTensors.FindPrefix(source.Tensors.Keys) is not null;
    }

    /// <summary>Full path of the folder.</summary>
    public string FullPath { get; }

    /// <summary>The decoder's configuration.</summary>
    public LlamaConfig LanguageConfig { get; }

    /// <summary>How the model sees.</summary>
    public LlavaConfig Config { get; }

    /// <summary>The decoder's weights by the names of <see cref="LlamaTensors"/>.</summary>
    public ITensorSource Language { get; }

    /// <summary>The projector's weights by the names of <see cref="LlavaTensors"/>.</summary>
    public ITensorSource Projector { get; }

    /// <summary>Whether the folder carries its vision tower.</summary>
    public bool HasTower { get; }

    /// <summary>Opens a folder. Only headers are read.</summary>
    /// <exception cref="InputException">
    /// Something is absent, unreadable or unsupported, or does not fit; the message says what and where.
    /// </exception>
    public static LlavaFolder Open(string path)
    {
        var folder = Path.GetFullPath(path);
        var (language, llava) = LlavaConfigReader.Read(Path.Combine(folder, "config.json"));
        var source = CheckpointFolder.OpenWeights(folder);
        try
        {
            return new LlavaFolder(folder, language, llava, source);
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <summary>Opens the vision tower that the folder carries.</summary>
    /// <param name="config">The tower's shape, which the folder does not tell.</param>
    /// <returns>Its weights, which the caller closes; null where it carries none.</returns>
    /// <exception cref="InputException">Weights are missing or have other shapes.</exception>
    public ClipVisionSource? OpenTower(ClipVisionConfig config) =>
        HasTower ? new ClipVisionSource(CheckpointFolder.OpenWeights(FullPath), config, FullPath) : null;

    /// <inheritdoc />
    public void Dispose() => _source.Dispose();

    private static Dictionary<string, TensorEntry> Without(ITensorSource source) => source.Tensors
        .Where(pair => !LlavaTensors.IsOfTower(pair.Key) && LlavaTensors.ProjectorName(pair.Key) is null)
        .ToDictionary(StringComparer.Ordinal);

    private RenamedTensors Renamed(IReadOnlyDictionary<string, TensorEntry> stored) =>
        new(stored.Select(pair => KeyValuePair.Create(pair.Key, new StoredTensor(_source, pair.Value))));

    private void Check(Dictionary<string, TensorEntry> projector, string name, long[] shape)
    {
        if (!projector.TryGetValue(name, out var entry))
            throw new InputException($"{FullPath}: {name}: expected the linear projector's tensor, found none");
        if (!entry.Shape.SequenceEqual(shape))
        {
            throw new InputException(
                $"{entry.File}: {name}: expected shape [{string.Join(", ", shape)}], found [{string.Join(", ", entry.Shape)}]");
        }
    }
}
