namespace Candor.Checkpoints.Gguf;

/// <summary>What kind of token an id is, by llama.cpp's numbers (sentencepiece's).</summary>
public enum GgufTokenType
{
    /// <summary>No kind given.</summary>
    Undefined = 0,

    /// <summary>An ordinary piece of text.</summary>
    Normal = 1,

    /// <summary>Stands for what no token covers.</summary>
    Unknown = 2,

    /// <summary>Special: never the outcome of plain text.</summary>
    Control = 3,

    /// <summary>Added by the user, found in text before anything else.</summary>
    UserDefined = 4,

    /// <summary>Free.</summary>
    Unused = 5,

    /// <summary>One byte.</summary>
    Byte = 6,
}
