using Candor.Evaluation.Models;
using Candor.Tokenization;
using Candor.Torch.Scoring;
using Candor.Torch.Weights;
using TorchSharp;

namespace Candor.Cli.Models;

/// <summary>Loads a LLaMA checkpoint, a folder or a GGUF file, for a verb.</summary>
internal static class LlamaFolder
{
    // A row of --batch-size: about what one answer with its question takes.
    private const int TokensPerRow = 64;

    /// <summary>For log-likelihoods.</summary>
    public static LlamaLanguageModel Score(string folder, RequestEncoding encoding, ModelOptions options)
    {
        UseThreads(options);
        using var checkpoint = DecoderFolder.Open(folder, options.BaseFolder);
        var tokenizer = LoadTokenizer(checkpoint.TokenizerFolder, encoding);
        return LlamaLanguageModel.Load(checkpoint, tokenizer, encoding, Options(folder, checkpoint, options));
    }

    /// <summary>The scoring model's options.</summary>
    public static LlamaModelOptions Options(string name, DecoderFolder checkpoint, ModelOptions options)
    {
        var scoring = new ScoringOptions();
        return new LlamaModelOptions
        {
            Name = options.Name ?? name,
            WeightsDigest = checkpoint.Digest(),
            Dtype = ComputeDtypes.Parse(options.Dtype),
            Scoring = options.BatchSize is { } rows ? scoring with { TokensPerForward = rows * TokensPerRow } : scoring,
        };
    }

    /// <summary>The tokenizer under the rules that the protocol's harness used.</summary>
    /// <exception cref="InputException">There is none that can be read.</exception>
    public static ITokenizer LoadTokenizer(string place, RequestEncoding encoding) =>
        TokenizerLoader.Load(place, encoding.FastTokenizer ? TokenizerRules.Fast : TokenizerRules.Stored);

    /// <summary>Sets libtorch's threads.</summary>
    public static void UseThreads(ModelOptions options) => torch.set_num_threads(options.Threads ?? Environment.ProcessorCount);
}
