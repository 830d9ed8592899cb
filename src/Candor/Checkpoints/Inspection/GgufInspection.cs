using Candor.Checkpoints.Gguf;

namespace Candor.Checkpoints.Inspection;

/// <summary>Looks at a GGUF file: what keeps it from being loaded as a llama is listed, only a damaged file is refused.</summary>
internal static class GgufInspection
{
    /// <summary>Reports on a file. The digest is that of the numbers as float32, the same as of a folder that holds them so.</summary>
    /// <exception cref="InputException">The file is absent or damaged.</exception>
    public static CheckpointReport Inspect(string path, Action<long, long>? report, CancellationToken cancellation)
    {
        using var file = GgufFile.Open(path);
        var gguf = GgufReport.Of(file);
        var architecture = file.Metadata.Text("general.architecture");
        var decoder = Examine(file, report, cancellation);
        return new CheckpointReport
        {
            Path = file.Path,
            Architecture = architecture,
            ModelType = architecture == GgufLlamaConfig.Architecture ? architecture : null,
            Parameters = gguf.Types.Sum(type => type.Parameters) - decoder.SetAside.Sum(name => file.Tensors[name].ElementCount),
            Dtype = gguf.Types.Select(type => type.Name).FirstOrDefault(),
            Dtypes = new OrderedDictionary<string, long>(gguf.Types.Select(type => KeyValuePair.Create(type.Name, type.Parameters))),
            Tokenizer = [],
            Adapters = [],
            Digest = decoder.Digest,
            Files = [new WeightFileReport(System.IO.Path.GetFileName(path), file.ByteLength, file.Tensors.Count)],
            Config = decoder.Config,
            SetAside = decoder.SetAside,
            Problems = decoder.Problems,
            Gguf = gguf,
            ChatTemplate = gguf.ChatTemplate,
        };
    }

    private static Decoder Examine(GgufFile file, Action<long, long>? report, CancellationToken cancellation)
    {
        IReadOnlyList<string> setAside = file.Tensors.ContainsKey(GgufNames.RopeFactors) ? [GgufNames.RopeFactors] : [];
        LlamaConfig? config = null;
        try
        {
            config = GgufLlamaConfig.Read(file);
            using var weights = new GgufWeights(file, config);
            var match = CheckpointValidation.Match(config, weights.Tensors);
            var total = weights.Tensors.Values.Sum(entry => entry.ElementCount * sizeof(float));
            var digest = WeightsDigest.Compute(weights, report is null ? null : done => report(done, total), cancellation);
            return new Decoder(config, digest, setAside, match.Problems);
        }
        catch (InputException error)
        {
            return new Decoder(config, null, setAside, [error.Message]);
        }
    }

    private sealed record Decoder(LlamaConfig? Config, string? Digest, IReadOnlyList<string> SetAside, IReadOnlyList<string> Problems);
}
