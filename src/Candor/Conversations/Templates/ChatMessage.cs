namespace Candor.Conversations.Templates;

/// <summary>A message of a chat.</summary>
/// <param name="Role"><c>system</c>, <c>user</c>, <c>assistant</c>, or any other word that the template lets stand.</param>
/// <param name="Content">What is said; may be empty.</param>
public readonly record struct ChatMessage(string Role, string Content);
