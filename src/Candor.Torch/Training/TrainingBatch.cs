using Candor.Conversations.Labels;
using Candor.Torch.Models;

namespace Candor.Torch.Training;

/// <summary>One micro-batch.</summary>
public sealed record TrainingBatch
{
    /// <summary>Tokens, labels and mask before pictures are spliced in.</summary>
    public required CollatedBatch Tokens { get; init; }

    /// <summary>The rows' pictures, zeros for rows without one; null in a run without vision tower.</summary>
    public ImageBatch? Images { get; init; }

    /// <summary>Which rows of the data it holds, for messages.</summary>
    public IReadOnlyList<int> Rows { get; init; } = [];
}
