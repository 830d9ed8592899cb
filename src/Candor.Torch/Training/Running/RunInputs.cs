using System.Security.Cryptography;
using Candor.Checkpoints;
using Candor.Training.Recipes;

namespace Candor.Torch.Training.Running;

/// <summary>What a run is made from, by content.</summary>
internal static class RunInputs
{
    /// <summary>The options, and SHA-256 of rows, base weights and the other files that weights start from.</summary>
    public static IReadOnlyDictionary<string, string> Identify(TrainingRecipe recipe, BaseModel model)
    {
        var identity = new Dictionary<string, string>(recipe.Values, StringComparer.Ordinal)
        {
            ["data_sha256"] = Sha256(recipe.Data.Data.FullPath),
            ["base_sha256"] = WeightsDigest.Compute(model.Weights),
        };
        // Where a run is kept is not part of what it is.
        identity.Remove("output_dir");
        if (model.Llava is { } llava)
            identity["base_projector_sha256"] = WeightsDigest.Compute(llava.Projector);
        if (recipe.Model.PretrainedProjector is { } projector)
            identity["pretrain_mm_mlp_adapter_sha256"] = Sha256(projector.FullPath);
        if (recipe.Model.InitialTensors is { } initial)
            identity["initial_tensors_sha256"] = Sha256(initial.FullPath);
        return identity;
    }

    private static string Sha256(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
