using Candor.Conversations.Templates;

namespace Candor.Conversations.Labels;

/// <summary>What decides a row's ids and labels besides the tokenizer.</summary>
public sealed record RowEncoderSettings
{
    /// <summary>How rows are written.</summary>
    public required ConversationTemplate Template { get; init; }

    /// <summary>The padding id; the reference counts tokens without it.</summary>
    public required int PadId { get; init; }

    /// <summary><c>model_max_length</c>: text rows are cut here, rows with a picture only by <see cref="Collator"/>.</summary>
    public int ModelMaxLength { get; init; } = 2048;

    /// <summary><c>mm_use_im_start_end</c>: whether <c>&lt;im_start&gt;</c> and <c>&lt;im_end&gt;</c> stand around a picture.</summary>
    public bool UsesStartEnd { get; init; }

    /// <summary>Whether the run has a vision tower; without one the placeholders of rows with an <c>image</c> key are not moved.</summary>
    public bool IsMultimodal { get; init; } = true;
}
