using System.Security.Cryptography;
using System.Text;
using Candor.Conversations.Templates;

namespace Candor.Checkpoints.Inspection;

/// <summary>The chat template that a checkpoint carries.</summary>
/// <param name="Sha256">Of its Jinja text, lower-case hex.</param>
/// <param name="Name">The template of Candor's that it is word for word, such as <c>chatml</c>; null where it is none.</param>
public sealed record ChatTemplateReport(string Sha256, string? Name)
{
    /// <summary>The report on a text; null where there is none.</summary>
    internal static ChatTemplateReport? Of(string? text)
    {
        if (text is null)
            return null;
        var name = ConversationTemplates.Names.Order(StringComparer.Ordinal).FirstOrDefault(name => ConversationTemplates.Get(name).ChatTemplate == text);
        return new ChatTemplateReport(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))), name);
    }
}
