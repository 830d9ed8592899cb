using Candor.Conversations.Templates;
using Candor.Evaluation.Models;
using Candor.TestSupport;
using Candor.Tokenization;
using Candor.Torch.Scoring;
using Candor.Torch.Tests.Training;
using Candor.Torch.Weights;

namespace Candor.Torch.Tests.Support;

/// <summary>The micro models that see, each in one of the layouts that training leaves.</summary>
internal static class PictureModels
{
    private static readonly RequestEncoding Encoding = new(AddSpecialTokens: false, EmptyContext.EndOfSequence);

    /// <summary>Opens <c>whole</c>, <c>adapter</c> or <c>stage1</c>.</summary>
    public static LlavaModelFolder Open(string size, string layout)
    {
        var language = TrainingGoldens.Path(size, "models", "tiny-llama");
        var tower = TrainingGoldens.Path(size, "models", "tiny-clip");
        return layout switch
        {
            "whole" => LlavaModelFolder.Open(TrainingGoldens.Path(size, "models", "tiny-llava"), null, null),
            "adapter" => LlavaModelFolder.Open(TrainingGoldens.Path(size, "train", "llava-tiny-lora"), language, null),
            _ => LlavaModelFolder.Open(TrainingGoldens.Path(size, "llava", "llava-tiny-projector"), language, tower),
        };
    }

    /// <summary>Loads it for scoring.</summary>
    public static LlavaLanguageModel Load(LlavaModelFolder folder, ScoringOptions? scoring = null) => LlavaLanguageModel.Load(
        folder, TokenizerLoader.Load(folder.Decoder.TokenizerFolder), Encoding, Options(folder.Decoder, scoring));

    /// <summary>The decoder alone.</summary>
    public static LlamaLanguageModel LoadText(DecoderFolder folder) =>
        LlamaLanguageModel.Load(folder, TokenizerLoader.Load(folder.TokenizerFolder), Encoding, Options(folder, null));

    /// <summary>A picture of the goldens.</summary>
    public static RequestImage Picture(string size, string name) => RequestImage.Open(
        size == "small" ? Goldens.Committed("small", "clip", "images", name) : Goldens.Shared("data", "images", name));

    /// <summary>A question as vicuna_v1 writes it.</summary>
    public static string Prompt(string question) => PromptRenderer.RenderPrompt(ConversationTemplates.VicunaV1, [$"<image>\n{question}", null]);

    /// <summary>A request about a picture.</summary>
    public static LogLikelihoodRequest Ask(RequestImage image, string question, string answer) => new(Prompt(question), answer) { Image = image };

    /// <summary>Answers in the order of the requests.</summary>
    public static LogLikelihood[] Answer(ILanguageModel model, IReadOnlyList<LogLikelihoodRequest> requests, out ScoringTotals totals)
    {
        var prepared = model.Prepare(requests);
        var answers = new LogLikelihood[prepared.Count];
        totals = model.Score(prepared, (i, answer) => answers[i] = answer, TestContext.Current.CancellationToken);
        return answers;
    }

    private static LlamaModelOptions Options(DecoderFolder folder, ScoringOptions? scoring) => new()
    {
        Name = "micro",
        WeightsDigest = folder.Digest(),
        Dtype = ComputeDtype.Float32,
        Scoring = scoring ?? new ScoringOptions(),
    };
}
