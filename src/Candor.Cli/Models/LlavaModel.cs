using Candor.Evaluation.Models;
using Candor.Torch.Scoring;
using Candor.Torch.Weights;

namespace Candor.Cli.Models;

/// <summary>Loads a model that sees for a verb.</summary>
internal static class LlavaModel
{
    /// <summary>For log-likelihoods.</summary>
    public static LlavaLanguageModel Score(string folder, RequestEncoding encoding, ModelOptions options, Action<string> note)
    {
        LlamaFolder.UseThreads(options);
        using var model = LlavaModelFolder.Open(folder, options.BaseFolder, options.VisionTower);
        foreach (var line in model.Notes)
            note(line);
        var tokenizer = LlamaFolder.LoadTokenizer(model.Decoder.TokenizerFolder, encoding);
        return LlavaLanguageModel.Load(model, tokenizer, encoding, LlamaFolder.Options(folder, model.Decoder, options));
    }
}
