using Candor.Conversations;
using Candor.Conversations.Labels;
using Candor.Conversations.Templates;
using Candor.Evaluation.Models;
using Candor.Evaluation.Tasks;

namespace Candor.Evaluation.Planning;

/// <summary>Writes a question about a picture as training writes such rows: the picture first, in the template's words.</summary>
internal static class PicturePrompt
{
    /// <summary>The document with its prompt in place of its question. The model puts its own marks around <c>&lt;image&gt;</c>.</summary>
    public static TaskDocument Render(TaskDocument document, PictureSettings settings)
    {
        var template = settings.Template;
        var question = PlaceholderPlacement.Apply($"{ImageTokens.Image}\n{document.Context}", template, usesStartEnd: false);
        return document with
        {
            Context = PromptRenderer.RenderPrompt(template, [question, null]),
            Delimiter = template.Style is TemplateStyle.Plain or TemplateStyle.ChatMl ? "" : " ",
            Image = settings.BlankImages ? RequestImage.Blank : document.Image,
        };
    }

    public static InputException NoTemplate(string task) => new(
        $"task {task}: expected the conversation template that the model was tuned with (--template), found none; "
        + $"one of {string.Join(", ", ConversationTemplates.Names)}");
}
