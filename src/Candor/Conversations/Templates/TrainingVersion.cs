namespace Candor.Conversations.Templates;

/// <summary>What the training option <c>version</c> chooses: the template, and where the padding id comes from.</summary>
public sealed record TrainingVersion
{
    /// <summary>The option's value.</summary>
    public required string Name { get; init; }

    /// <summary>The template that rows are written with.</summary>
    public required ConversationTemplate Template { get; init; }

    /// <summary>
    /// Whether padding is a token of its own: the tokenizer's, or <c>[PAD]</c>, added. Otherwise <c>&lt;unk&gt;</c> pads, and genuine
    /// unknown tokens are masked with it.
    /// </summary>
    public required bool HasOwnPadToken { get; init; }

    /// <summary>
    /// Whether ids of the padding's value that stand in a row are masked with it: so the reference does, whose mask is <c>ids ≠ pad</c>.
    /// Not under chatml, which it lacks, and where the padding is often <c>&lt;|im_end|&gt;</c>, a target.
    /// </summary>
    public bool MasksGenuinePadding => Template.Style != TemplateStyle.ChatMl;

    /// <summary>Whether no template has this name, so that vicuna_v1 takes its place as in the reference.</summary>
    public bool IsFallback { get; init; }

    /// <summary>What a value of <c>version</c> chooses.</summary>
    public static TrainingVersion Parse(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var found = name == "v0.5" ? ConversationTemplates.V0 : ConversationTemplates.Find(name);
        return new TrainingVersion
        {
            Name = name,
            Template = found ?? ConversationTemplates.VicunaV1,
            HasOwnPadToken = name == "v0" || found?.Style == TemplateStyle.ChatMl,
            IsFallback = found is null,
        };
    }
}
