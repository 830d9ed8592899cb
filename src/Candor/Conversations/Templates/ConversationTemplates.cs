namespace Candor.Conversations.Templates;

/// <summary>
/// The templates of the LLaVA v1.0 code line, by the names that its <c>--version</c> takes (spec/training.md §7), <c>chatml</c>, the
/// form of SmolLM2, and <c>text</c>, which is no conversation but a text to be learned whole.
/// </summary>
public static class ConversationTemplates
{
    /// <summary>The template of version v0, which also stands where no version asks for another.</summary>
    public static ConversationTemplate V0 { get; } = new()
    {
        Name = "v0",
        Style = TemplateStyle.Single,
        System = TemplateTexts.SystemHuman,
        User = "Human",
        Assistant = "Assistant",
        Examples = TemplateTexts.RenewableEnergy,
        Sep = "###",
    };

    /// <summary>The template that the reference takes for a version it does not know.</summary>
    public static ConversationTemplate VicunaV1 { get; } = new()
    {
        Name = "vicuna_v1",
        Style = TemplateStyle.Two,
        System = TemplateTexts.SystemUser,
        User = "USER",
        Assistant = "ASSISTANT",
        Sep = " ",
        Sep2 = "</s>",
        Version = "v1",
    };

    private static readonly ConversationTemplate s_llama2 = new()
    {
        Name = "llama_2",
        Style = TemplateStyle.Llama2,
        System = TemplateTexts.SystemLlama2,
        User = "USER",
        Assistant = "ASSISTANT",
        Sep = "<s>",
        Sep2 = "</s>",
        Version = "llama_v2",
    };

    private static readonly ConversationTemplate s_plain = new()
    {
        Name = "v0_plain",
        Style = TemplateStyle.Plain,
        System = "",
        User = "",
        Assistant = "",
        Sep = "\n",
    };

    private static readonly ConversationTemplate s_text = new()
    {
        Name = "text",
        Style = TemplateStyle.Text,
        System = "",
        User = "",
        Assistant = "",
        Sep = "",
    };

    private static readonly ConversationTemplate s_chatMl = new()
    {
        Name = "chatml",
        Style = TemplateStyle.ChatMl,
        System = TemplateTexts.SystemSmolLm,
        User = "user",
        Assistant = "assistant",
        Sep = ChatMlRenderer.End + "\n",
        Version = "chatml",
        ChatTemplate = TemplateTexts.ChatTemplateSmolLm2,
    };

    private static readonly OrderedDictionary<string, ConversationTemplate> s_byName = new(StringComparer.Ordinal)
    {
        ["default"] = V0,
        ["v0"] = V0,
        ["v1"] = VicunaV1,
        ["vicuna_v1"] = VicunaV1,
        ["llama_2"] = s_llama2,
        ["v0_plain"] = s_plain,
        ["llava_v0"] = V0 with { Name = "llava_v0", Examples = TemplateTexts.Greeting },
        ["v0_mmtag"] = V0 with { Name = "v0_mmtag", System = TemplateTexts.SystemImageTags, Examples = [], Version = "v0_mmtag" },
        ["llava_v1"] = VicunaV1 with { Name = "llava_v1", System = TemplateTexts.SystemHuman },
        ["v1_mmtag"] = VicunaV1 with { Name = "v1_mmtag", System = TemplateTexts.SystemImageTags, Version = "v1_mmtag" },
        ["chatml"] = s_chatMl,
        ["text"] = s_text,
        ["llava_llama_2"] = s_llama2 with { Name = "llava_llama_2", System = TemplateTexts.SystemVision },
    };

    /// <summary>Every name, aliases included.</summary>
    public static IReadOnlyCollection<string> Names => s_byName.Keys;

    /// <summary>The template of a name, or null.</summary>
    public static ConversationTemplate? Find(string name) => s_byName.GetValueOrDefault(name);

    /// <summary>The template of a name.</summary>
    /// <exception cref="InputException">No template has it.</exception>
    public static ConversationTemplate Get(string name) =>
        Find(name) ?? throw new InputException($"template: expected one of {string.Join(", ", Names)}, found '{name}'");
}
