using Candor.Checkpoints.Gguf;

namespace Candor.Checkpoints.Inspection;

/// <summary>What only a GGUF file says.</summary>
public sealed record GgufReport
{
    /// <summary>Version of the format.</summary>
    public required int Version { get; init; }

    /// <summary><c>general.name</c>.</summary>
    public string? Name { get; init; }

    /// <summary>How tensors are stored, the type of most weights first.</summary>
    public required IReadOnlyList<GgufTypeReport> Types { get; init; }

    /// <summary>Kind of tokenizer, such as <c>gpt2</c> (byte-level BPE) or <c>llama</c> (sentencepiece); null where there is none.</summary>
    public string? TokenizerModel { get; init; }

    /// <summary>Name of the pre-tokenizer, such as <c>smollm</c>.</summary>
    public string? PreTokenizer { get; init; }

    /// <summary>Number of tokens.</summary>
    public int Tokens { get; init; }

    /// <summary>The file's chat template, or null.</summary>
    public ChatTemplateReport? ChatTemplate { get; init; }

    internal static GgufReport Of(GgufFile file)
    {
        var tokenizer = GgufTokenizerMetadata.Read(file.Metadata);
        return new GgufReport
        {
            Version = file.Version,
            Name = file.Metadata.Text("general.name"),
            Types =
            [
                .. file.Tensors.Values.GroupBy(tensor => tensor.Type.Name)
                    .Select(group => new GgufTypeReport(group.Key, group.Count(), group.Sum(tensor => tensor.ElementCount)))
                    .OrderByDescending(type => type.Parameters).ThenBy(type => type.Name, StringComparer.Ordinal),
            ],
            TokenizerModel = tokenizer?.Model,
            PreTokenizer = tokenizer?.Pre,
            Tokens = tokenizer?.Tokens.Count ?? 0,
            ChatTemplate = ChatTemplateReport.Of(tokenizer?.ChatTemplate),
        };
    }
}

/// <summary>A type that tensors are stored in.</summary>
/// <param name="Name">ggml's name, such as <c>Q4_K</c>.</param>
/// <param name="Tensors">How many tensors are stored so.</param>
/// <param name="Parameters">How many weights they hold.</param>
public sealed record GgufTypeReport(string Name, int Tensors, long Parameters);
