using System.Text;

namespace Candor.Conversations.Templates;

/// <summary>
/// Writes chats between <c>&lt;|im_start|&gt;</c> and <c>&lt;|im_end|&gt;</c>. Texts are not escaped: a mark inside one becomes the special
/// token, as in the model's own template.
/// </summary>
public static class ChatMlRenderer
{
    /// <summary>Begins a message.</summary>
    public const string Start = "<|im_start|>";

    /// <summary>Ends a message.</summary>
    public const string End = "<|im_end|>";

    private const string System = "system";

    /// <summary>The text of a chat.</summary>
    /// <param name="template">A template of this style.</param>
    /// <param name="messages">The messages; the template's system message goes first unless one of that role does.</param>
    /// <param name="addGenerationPrompt">Whether the answering side's turn is opened at the end.</param>
    public static string Render(ConversationTemplate template, IReadOnlyList<ChatMessage> messages, bool addGenerationPrompt)
    {
        ArgumentNullException.ThrowIfNull(template);
        ArgumentNullException.ThrowIfNull(messages);
        var text = new StringBuilder();
        foreach (var message in WithSystem(template, messages))
            text.Append(Head(message.Role)).Append(message.Content).Append(template.Sep);
        return addGenerationPrompt ? text.Append(Head(template.Assistant)).ToString() : text.ToString();
    }

    /// <summary>The text of a prompt; an open role, without text, must be the last.</summary>
    internal static string Render(ConversationTemplate template, IReadOnlyList<PromptMessage> messages)
    {
        var isOpen = messages.Count > 0 && messages[^1].Text is null;
        var closed = isOpen ? messages.SkipLast(1) : messages;
        if ((isOpen && messages[^1].IsFromUser) || closed.Any(message => message.Text is null))
            throw new InputException($"template {template.Name}: expected a text in every message but a last answer, found none");
        return Render(template, [.. closed.Select(m => new ChatMessage(m.IsFromUser ? template.User : template.Assistant, m.Text!))], isOpen);
    }

    /// <summary>The messages with the system message that the template adds.</summary>
    internal static IEnumerable<ChatMessage> WithSystem(ConversationTemplate template, IReadOnlyList<ChatMessage> messages) =>
        messages is [] or [{ Role: System }, ..] ? messages : messages.Prepend(new ChatMessage(System, template.System));

    /// <summary>What stands before a message's text.</summary>
    internal static string Head(string role) => $"{Start}{role}\n";
}
