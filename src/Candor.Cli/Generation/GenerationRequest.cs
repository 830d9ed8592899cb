using Candor.Cli.Models;
using Candor.Conversations.Templates;

namespace Candor.Cli.Generation;

/// <summary>One <c>candor generate</c> as the user asked for it.</summary>
internal sealed record GenerationRequest
{
    /// <summary>A checkpoint's folder or a GGUF file.</summary>
    public required string Model { get; init; }

    /// <summary>How the model computes.</summary>
    public required ModelOptions Options { get; init; }

    /// <summary>The text to continue, or null.</summary>
    public string? Prompt { get; init; }

    /// <summary>The ids to continue, or null.</summary>
    public int[]? PromptIds { get; init; }

    /// <summary>The picture that the prompt is about, or null.</summary>
    public string? Image { get; init; }

    /// <summary>The template that a question about a picture is written in, or null where the prompt is whole.</summary>
    public ConversationTemplate? Template { get; init; }

    /// <summary>At most so many new tokens.</summary>
    public required int MaxNewTokens { get; init; }

    /// <summary>Checks what needs no model.</summary>
    /// <exception cref="InputException">Names the option.</exception>
    public void Check()
    {
        if (Prompt is null == PromptIds is null)
            throw new InputException("expected either --prompt or --prompt-ids, found " + (Prompt is null ? "neither" : "both"));
        if (Template is not null && (Image is null || Prompt is null))
            throw new InputException("--template: expected --image and --prompt with it");
        if (MaxNewTokens < 0)
            throw new InputException($"--max-new-tokens: expected 0 or more, found {MaxNewTokens}");
        if (ModelSource.IsPseudo(Model))
            throw new InputException($"--model {Model}: a pseudo model gives likelihoods and no text; expected a checkpoint's folder or a .gguf file");
        ModelSource.CheckCheckpoint(Model);
    }
}
