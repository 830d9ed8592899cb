namespace Candor.Conversations.Templates;

/// <summary>How a template joins its messages (<c>SeparatorStyle</c> of the reference).</summary>
public enum TemplateStyle
{
    /// <summary>One separator after every message: <c>###Human: …###Assistant: …</c>.</summary>
    Single,

    /// <summary>One separator after questions, another after answers: <c>USER: … ASSISTANT: …&lt;/s&gt;</c>.</summary>
    Two,

    /// <summary><c>[INST] … [/INST]</c>, the system message inside the first question.</summary>
    Llama2,

    /// <summary>Nothing but the texts, for captions.</summary>
    Plain,

    /// <summary>One text without roles, all of it trained: pretraining.</summary>
    Text,

    /// <summary>Every message between marks, the role on a line before it: <c>&lt;|im_start|&gt;user⏎…&lt;|im_end|&gt;</c>.</summary>
    ChatMl,
}
