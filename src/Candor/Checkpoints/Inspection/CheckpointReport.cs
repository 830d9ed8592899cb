namespace Candor.Checkpoints.Inspection;

/// <summary>What a checkpoint holds: a folder in a Hugging Face, LLaVA or PEFT layout, a GGUF file, or another file of weights.</summary>
public sealed record CheckpointReport
{
    /// <summary>Full path of what was looked at.</summary>
    public required string Path { get; init; }

    /// <summary>The class that <c>config.json</c> names, such as <c>LlamaForCausalLM</c>, or a GGUF file, such as <c>llama</c>; null where nothing says.</summary>
    public string? Architecture { get; init; }

    /// <summary>The <c>model_type</c> of <c>config.json</c>, such as <c>llama</c> or <c>llava</c>.</summary>
    public string? ModelType { get; init; }

    /// <summary>Number of weights; tensors set aside (rotary tables, the output matrix of a tied model) do not count.</summary>
    public long Parameters { get; init; }

    /// <summary>The dtype of most weights, by torch's name, in a GGUF file by ggml's; null where there are none.</summary>
    public string? Dtype { get; init; }

    /// <summary>Number of weights of each dtype, by the same names.</summary>
    public required IReadOnlyDictionary<string, long> Dtypes { get; init; }

    /// <summary>Names of the tokenizer's files in the folder.</summary>
    public required IReadOnlyList<string> Tokenizer { get; init; }

    /// <summary>The chat template that it carries, or null.</summary>
    public ChatTemplateReport? ChatTemplate { get; init; }

    /// <summary>What only a GGUF file says; null for everything else.</summary>
    public GgufReport? Gguf { get; init; }

    /// <summary>The vision parts, or null where there are none.</summary>
    public VisionReport? Vision { get; init; }

    /// <summary>The adapter the folder holds, in a list; empty where it holds none.</summary>
    public required IReadOnlyList<AdapterReport> Adapters { get; init; }

    /// <summary>SHA-256 of the weights (<see cref="WeightsDigest"/>); null where none can be read.</summary>
    public string? Digest { get; init; }

    /// <summary>The files of weights.</summary>
    public required IReadOnlyList<WeightFileReport> Files { get; init; }

    /// <summary>The decoder's configuration; null where there is none that can be used.</summary>
    public LlamaConfig? Config { get; init; }

    /// <summary>Stored tensors that a model does not read, on purpose.</summary>
    public IReadOnlyList<string> SetAside { get; init; } = [];

    /// <summary>What would keep the checkpoint from being loaded as a LLaMA; empty where nothing would.</summary>
    public required IReadOnlyList<string> Problems { get; init; }
}
