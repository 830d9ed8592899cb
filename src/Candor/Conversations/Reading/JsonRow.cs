using System.Text.Json;

namespace Candor.Conversations.Reading;

/// <summary>One JSON value of a file of rows.</summary>
/// <param name="Value">The row; it lives until the next one is asked for.</param>
/// <param name="Place">Where it stands.</param>
internal readonly record struct JsonRow(JsonElement Value, RowPlace Place);
