using Candor.Checkpoints;
using Candor.Studies.Recipes;

namespace Candor.Studies.Planning;

/// <summary>The size of a base model with its tower, from configurations alone.</summary>
public sealed record ModelSize
{
    /// <summary>The decoder.</summary>
    public required LlamaConfig Language { get; init; }

    /// <summary>The tower, or null for a model without sight.</summary>
    public ClipVisionConfig? Tower { get; init; }

    /// <summary>Parameters of the decoder.</summary>
    public long LanguageParameters => Sum(LlamaTensors.Expected(Language));

    /// <summary>Parameters of the tower.</summary>
    public long TowerParameters => Tower is null ? 0 : Sum(ClipVisionTensors.Expected(Tower));

    /// <summary>Parameters of the projector.</summary>
    public long ProjectorParameters => Tower is null ? 0 : ((long)Tower.HiddenSize + 1) * Language.HiddenSize;

    /// <summary>Parameters of embedding and output matrix, which train with adapters where tokens are added.</summary>
    public long VocabularyParameters => (long)Language.VocabSize * Language.HiddenSize * (Language.TieWordEmbeddings ? 1 : 2);

    /// <summary>Positions that a picture takes.</summary>
    public int Patches => Tower?.PatchCount ?? 0;

    /// <summary>Parameters of adapters of a rank on the seven projections of every layer.</summary>
    public long AdapterParameters(int rank) => LlamaTensors.Expected(Language)
        .Where(tensor => tensor.Name.EndsWith("_proj.weight", StringComparison.Ordinal))
        .Sum(tensor => rank * (tensor.Shape[0] + tensor.Shape[1]));

    /// <summary>Reads a base's configurations: its folder's own, or those that the study file gives for planning.</summary>
    /// <returns>Null where there are none.</returns>
    /// <exception cref="InputException">A configuration is broken.</exception>
    public static ModelSize? Find(BaseRecipe model, string? towerFolder)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (Decoder(model) is not { } language)
            return null;
        var tower = towerFolder is null ? null : Place(Path.Combine(towerFolder, "config.json"), model.VisionConfig?.FullPath);
        return new ModelSize
        {
            Language = language,
            Tower = tower is null ? null : ClipVisionConfigReader.Read(tower),
        };
    }

    private static LlamaConfig? Decoder(BaseRecipe model)
    {
        var path = model.Model.FullPath;
        if (Checkpoint.IsGguf(path) && File.Exists(path))
        {
            using var gguf = Checkpoint.Open(path);
            return gguf.Config;
        }

        if (Place(Path.Combine(path, "config.json"), model.Config?.FullPath) is not { } config)
            return null;
        return LlavaConfigReader.IsLlava(config) ? LlavaConfigReader.Read(config).Language : LlamaConfigReader.Read(config);
    }

    private static string? Place(string own, string? given) => File.Exists(own) ? own : File.Exists(given) ? given : null;

    private static long Sum(IEnumerable<ExpectedTensor> tensors) =>
        tensors.Sum(tensor => tensor.Shape.Aggregate(1L, (product, size) => product * size));
}
