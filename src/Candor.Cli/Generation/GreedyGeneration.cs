using Candor.Cli.Models;
using Candor.Tokenization;
using Candor.Torch.Generation;
using Candor.Torch.Weights;

namespace Candor.Cli.Generation;

/// <summary>Loads a checkpoint and continues a prompt.</summary>
internal static class GreedyGeneration
{
    /// <summary>Runs one request.</summary>
    /// <exception cref="InputException">The checkpoint, its tokenizer or the prompt cannot be used.</exception>
    public static GeneratedText Run(GenerationRequest request, CancellationToken cancellation)
    {
        LlamaFolder.UseThreads(request.Options);
        using var checkpoint = DecoderFolder.Open(request.Model, request.Options.BaseFolder);
        var tokenizer = TokenizerLoader.Exists(checkpoint.TokenizerFolder) ? TokenizerLoader.Load(checkpoint.TokenizerFolder) : null;
        var prompt = request.PromptIds ?? tokenizer?.Encode(request.Prompt!)
            ?? throw new InputException($"{checkpoint.TokenizerFolder}: has no tokenizer that can be read; expected --prompt-ids instead of --prompt");
        using var model = checkpoint.Load(ComputeDtypes.Parse(request.Options.Dtype));

        // The model has its own copy; what a GGUF file was turned into would only take memory.
        checkpoint.Dispose();
        var decoding = new GreedyDecoder(model).Decode(prompt, request.MaxNewTokens, [.. checkpoint.Config.EosTokenIds], cancellation);
        return Answer(request, prompt, decoding, tokenizer);
    }

    /// <summary>Puts an answer together.</summary>
    /// <exception cref="InputException">The model gave values that are no numbers.</exception>
    public static GeneratedText Answer(GenerationRequest request, int[] prompt, GreedyDecoding decoding, ITokenizer? tokenizer)
    {
        if (!decoding.LogProbabilities.Concat(decoding.PromptLogProbabilities.OfType<float>()).All(float.IsFinite))
            throw new InputException($"{request.Model}: expected finite log-probabilities, found others: a weight may be NaN or infinite");
        return new GeneratedText
        {
            PromptIds = prompt,
            Ids = decoding.Ids,
            Text = tokenizer?.Decode([.. decoding.Ids], skipSpecialTokens: true),
            LogProbabilities = decoding.LogProbabilities,
            PromptLogProbabilities = decoding.PromptLogProbabilities,
            StoppedByEos = decoding.StoppedById,
        };
    }
}
