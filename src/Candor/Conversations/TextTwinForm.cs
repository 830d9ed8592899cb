namespace Candor.Conversations;

/// <summary>How the text-only twin of rows with pictures is made.</summary>
public enum TextTwinForm
{
    /// <summary>
    /// Neither the <c>image</c> key nor any placeholder with its line break: the conversation is what the model with pictures reads, and
    /// the run keeps template, trainable set and steps.
    /// </summary>
    Fair,

    /// <summary>
    /// As the paper's first commit does it: <c>&lt;image&gt;</c> goes from the first turn only, its line break and the <c>image</c> key
    /// stay. The authors trained these rows under llama_2 where the runs with pictures used llava_llama_2.
    /// </summary>
    Authors,
}
