using Candor.Cli.Models;
using Candor.Evaluation.Models;
using Candor.Evaluation.Planning;
using Candor.Evaluation.Protocols;
using Candor.Torch.Weights;

namespace Candor.Cli.Evaluation;

/// <summary>Counts a plan's tokens without loading weights.</summary>
internal static class PlannedTokens
{
    /// <summary>The counts, or null for a model that reads text.</summary>
    public static TokenCounts? Count(EvalRequest request, EvaluationPlan plan)
    {
        if (ModelSource.IsPseudo(request.Model))
            return null;
        ModelSource.CheckCheckpoint(request.Model);
        var encoding = ProtocolRegistry.Get(request.Protocol).Encoding;
        if (plan.HasPictures)
            return CountWithPictures(request, plan, encoding);
        using var checkpoint = DecoderFolder.Open(request.Model, request.Options.BaseFolder);
        var tokenizer = LlamaFolder.LoadTokenizer(checkpoint.TokenizerFolder, encoding);
        var encoder = new RequestEncoder(tokenizer, encoding, checkpoint.Config.MaxPositionEmbeddings, identity: "");
        return TokenCounts.Of(encoder.Encode([.. plan.Requests()]));
    }

    private static TokenCounts CountWithPictures(EvalRequest request, EvaluationPlan plan, RequestEncoding encoding)
    {
        using var model = LlavaModelFolder.Open(request.Model, request.Options.BaseFolder, request.Options.VisionTower);
        int longest = model.Decoder.Config.MaxPositionEmbeddings;
        var tokenizer = LlamaFolder.LoadTokenizer(model.Decoder.TokenizerFolder, encoding);
        var pictures = new PictureRequestEncoder(model.LoadTokenizer(), model.Layout, longest, identity: "");
        var encoder = new RequestEncoder(tokenizer, encoding, longest, identity: "", pictures);
        return TokenCounts.Of(encoder.Encode([.. plan.Requests()]));
    }
}
