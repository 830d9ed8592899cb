using System.Text;

namespace Candor.Conversations.Templates;

/// <summary>Writes a conversation in the words of a template (<c>get_prompt</c> of the reference, spec/training.md §7).</summary>
public static class PromptRenderer
{
    /// <summary>The prompt of a conversation that begins with a question, behind the template's examples.</summary>
    /// <param name="template">How to write it.</param>
    /// <param name="turns">Texts, question first; null is an open role.</param>
    /// <exception cref="InputException">The template cannot write these messages.</exception>
    public static string RenderPrompt(ConversationTemplate template, IEnumerable<string?> turns)
    {
        ArgumentNullException.ThrowIfNull(template);
        return Render(template, [.. template.Examples.Concat(turns).Select((text, index) => new PromptMessage(index % 2 == 0, text))]);
    }

    /// <summary>The text of messages, without the template's examples: what training sees.</summary>
    /// <exception cref="InputException">The template cannot write these messages.</exception>
    public static string Render(ConversationTemplate template, IReadOnlyList<PromptMessage> messages)
    {
        ArgumentNullException.ThrowIfNull(template);
        ArgumentNullException.ThrowIfNull(messages);
        return template.Style switch
        {
            TemplateStyle.Single => RenderNamed(template, messages, template.Sep),
            TemplateStyle.Two => RenderNamed(template, messages, template.Sep2!),
            TemplateStyle.Llama2 => RenderLlama2(template, messages),
            TemplateStyle.ChatMl => ChatMlRenderer.Render(template, messages),
            _ => RenderPlain(template, messages),
        };
    }

    private static string RenderNamed(ConversationTemplate template, IReadOnlyList<PromptMessage> messages, string oddSeparator)
    {
        var prompt = new StringBuilder(template.System).Append(template.Sep);
        foreach (var (index, message) in messages.Index())
        {
            prompt.Append(message.IsFromUser ? template.User : template.Assistant).Append(':');
            if (!string.IsNullOrEmpty(message.Text))
                prompt.Append(' ').Append(message.Text).Append(index % 2 == 0 ? template.Sep : oddSeparator);
        }

        return prompt.ToString();
    }

    private static string RenderLlama2(ConversationTemplate template, IReadOnlyList<PromptMessage> messages)
    {
        var prompt = new StringBuilder();
        foreach (var (index, message) in messages.Index())
        {
            if (index == 0 && (string.IsNullOrEmpty(message.Text) || !message.IsFromUser))
                throw new InputException($"template {template.Name}: expected a question with text as the first message, found none");
            if (string.IsNullOrEmpty(message.Text))
                continue;
            var text = index == 0 ? $"<<SYS>>\n{template.System}\n<</SYS>>\n\n{message.Text}" : message.Text;
            prompt.Append(index % 2 == 0 ? $"{template.Sep}[INST] {text} [/INST]" : $" {text} {template.Sep2}");
        }

        // Takes away the first "<s>", which the tokenizer writes itself; the reference strips characters, not the string.
        return prompt.ToString().TrimStart('<', 's', '>');
    }

    private static string RenderPlain(ConversationTemplate template, IReadOnlyList<PromptMessage> messages)
    {
        var prompt = new StringBuilder();
        foreach (var (index, message) in messages.Index())
        {
            if (string.IsNullOrEmpty(message.Text))
                continue;
            if (index % 2 == 1)
                throw new InputException($"template {template.Name}: expected no answer, for which it has no separator, found one");
            prompt.Append(message.Text).Append(template.Sep);
        }

        return prompt.ToString();
    }
}
