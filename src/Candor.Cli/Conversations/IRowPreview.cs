using Candor.Conversations;
using Candor.Conversations.Labels;

namespace Candor.Cli.Conversations;

/// <summary>A way to show rows as training sees them.</summary>
internal interface IRowPreview
{
    /// <summary>Shows an encoded row.</summary>
    void Show(ConversationRow row, EncodedRow encoded);

    /// <summary>Shows a row that does not fit the template.</summary>
    void ShowMisfit(ConversationRow row, string reason);
}
