namespace Candor.Conversations.Auditing;

/// <summary>Which rows have their pictures.</summary>
/// <param name="Rows">The rows to train on, in order.</param>
/// <param name="Bad">Rows left out because their picture is missing or broken.</param>
public sealed record ImageAuditReport(IReadOnlyList<ConversationRow> Rows, FindingTally Bad);
