using Candor.Checkpoints;
using Candor.Conversations.Templates;
using Candor.Conversations.Vocabulary;
using Candor.Tokenization;

namespace Candor.Torch.Weights;

/// <summary>The tokens that training added to an adapter's base model, which the adapter's folder does not name.</summary>
internal static class AdapterVocabulary
{
    /// <summary>One version that adds no padding token, and the one that does.</summary>
    private static readonly string[] Versions = ["v1", "v0"];

    /// <summary>Told from how far the vocabulary grew and what LLaVA's configuration says.</summary>
    /// <returns>Null where nothing was added, or it cannot be told what.</returns>
    public static AddedTokenPlan? Plan(DecoderFolder folder)
    {
        var grown = folder.Config.VocabSize - LlamaConfigReader.Read(Path.Combine(folder.TokenizerFolder, "config.json")).VocabSize;
        var config = Path.Combine(folder.Adapter!.FullPath, "config.json");
        if (grown == 0 || !File.Exists(config) || !LlavaConfigReader.IsLlava(config))
            return null;
        if (TokenizerLoader.Load(folder.TokenizerFolder) is not IExtendableTokenizer tokenizer)
            return null;
        var llava = LlavaConfigReader.Read(config).Llava;
        return Versions.Select(version =>
                AddedTokenPlan.Create(tokenizer, TrainingVersion.Parse(version), llava.MmUseImPatchToken, llava.MmUseImStartEnd))
            .FirstOrDefault(plan => plan.Rows.Count == grown);
    }
}
