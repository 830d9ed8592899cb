namespace Candor.Conversations.Templates;

/// <summary>One message to be rendered.</summary>
/// <param name="IsFromUser">Whether the asking side says it.</param>
/// <param name="Text">What is said; null or empty leaves the role open, for the model to go on.</param>
public readonly record struct PromptMessage(bool IsFromUser, string? Text);
