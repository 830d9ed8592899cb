using Candor.Conversations.Templates;

namespace Candor.Evaluation.Planning;

/// <summary>How pictures are asked about.</summary>
/// <param name="Template">The conversation template that the model was tuned with; no file of a model says which that was.</param>
/// <param name="BlankImages">Whether a blank picture stands in the place of every one: what is answered then, is answered without seeing.</param>
public sealed record PictureSettings(ConversationTemplate Template, bool BlankImages = false)
{
    /// <summary>What logs call the pictures that were shown.</summary>
    public string Images => BlankImages ? "blank" : "own";
}
