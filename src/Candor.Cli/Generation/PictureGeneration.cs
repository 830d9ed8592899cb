using Candor.Cli.Models;
using Candor.Conversations;
using Candor.Conversations.Labels;
using Candor.Conversations.Templates;
using Candor.Evaluation.Models;
using Candor.Torch.Generation;
using Candor.Torch.Models;
using Candor.Torch.Weights;

namespace Candor.Cli.Generation;

/// <summary>Loads a model that sees and continues a prompt with a picture in it.</summary>
internal static class PictureGeneration
{
    /// <summary>Runs one request.</summary>
    /// <param name="request">With a picture.</param>
    /// <param name="note">Told what a user should know about the model.</param>
    /// <param name="cancellation">Checked before every pass.</param>
    /// <exception cref="InputException">The model, the picture or the prompt cannot be used.</exception>
    public static GeneratedText Run(GenerationRequest request, Action<string> note, CancellationToken cancellation)
    {
        LlamaFolder.UseThreads(request.Options);
        using var folder = LlavaModelFolder.Open(request.Model, request.Options.BaseFolder, request.Options.VisionTower);
        foreach (var line in folder.Notes)
            note(line);
        var image = RequestImage.Open(request.Image!);
        var pixels = folder.PictureReader()(image);
        var tokenizer = folder.LoadTokenizer();
        var prompt = request.PromptIds ?? ImagePrompt.Encode(tokenizer, Text(request, folder.Layout));
        if (prompt.Count(ImageTokens.ImageIndex) is var places and not 1)
        {
            throw new InputException(
                $"expected one place for the picture in the prompt ({ImageTokens.Image}, or {ImageTokens.ImageIndex} among ids; --template puts it there), "
                + $"found {places}");
        }

        var spliced = folder.Layout.Splice(prompt, 0);
        using var model = folder.Load(ComputeDtypes.Parse(request.Options.Dtype));
        using var embeddings = new PictureEmbeddings(model, () => 1, _ => pixels);
        var decoding = new GreedyDecoder(model.Language, embeddings)
            .Decode(spliced, request.MaxNewTokens, [.. folder.Decoder.Config.EosTokenIds], cancellation);
        return GreedyGeneration.Answer(request, prompt, Collapsed(decoding, prompt, folder.Layout), tokenizer);
    }

    /// <summary>A question in the words of a template, or the prompt as it stands.</summary>
    private static string Text(GenerationRequest request, PictureLayout layout)
    {
        if (request.Template is not { } template)
            return request.Prompt!;
        var question = PlaceholderPlacement.Apply($"{ImageTokens.Image}\n{request.Prompt}", template, layout.UsesStartEnd);
        return PromptRenderer.RenderPrompt(template, [question, null]);
    }

    /// <summary>One entry, null, for all the positions of the picture.</summary>
    private static GreedyDecoding Collapsed(GreedyDecoding decoding, int[] prompt, PictureLayout layout)
    {
        int place = Array.IndexOf(prompt, ImageTokens.ImageIndex);
        var values = decoding.PromptLogProbabilities;
        return decoding with { PromptLogProbabilities = [.. values.Take(place + 1), .. values.Skip(place + layout.VectorsPerPicture)] };
    }
}
