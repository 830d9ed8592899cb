namespace Candor.Checkpoints.Inspection;

/// <summary>The language model of a checkpoint: its configuration, and how the weights fit it.</summary>
internal sealed record DecoderFindings(LlamaConfig? Config, CheckpointMatch? Match, IReadOnlyList<string> Problems)
{
    private static readonly DecoderFindings None = new(null, null, []);

    /// <summary>
    /// Reads the configuration where there is one, and compares the tensors that are not of vision parts. An adapter or a projector alone
    /// holds no decoder, so nothing is missing from it.
    /// </summary>
    public static DecoderFindings Of(Findings found, IReadOnlyDictionary<string, TensorEntry> stored)
    {
        if (found.Config is not { } file)
            return Directory.Exists(found.Path) && found.Adapter is null ? None with { Problems = ["config.json: expected a file, found none"] } : None;
        try
        {
            var config = LlamaConfigReader.ReadDecoder(file);
            if (found.Source is null || !CheckpointFolder.HasWeights(found.Path))
                return None with { Config = config };
            var decoder = stored.Where(pair => !VisionParts.IsProjector(pair.Key) && !VisionParts.IsTower(pair.Key)).ToDictionary(StringComparer.Ordinal);
            var match = CheckpointValidation.Match(config, decoder);
            return new DecoderFindings(config, match, match.Problems);
        }
        catch (InputException error)
        {
            return None with { Problems = [error.Message] };
        }
    }
}
