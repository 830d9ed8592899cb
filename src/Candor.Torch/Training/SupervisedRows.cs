using Candor.Conversations;
using Candor.Torch.Models;

namespace Candor.Torch.Training;

/// <summary>The positions of a spliced batch that have a target: those whose next position has a label.</summary>
/// <param name="Positions">Flat positions in [B·S].</param>
/// <param name="Targets">What should come next.</param>
internal readonly record struct SupervisedRows(long[] Positions, long[] Targets)
{
    /// <summary>Finds them.</summary>
    public static SupervisedRows Of(SplicePlan plan)
    {
        List<long> positions = [], targets = [];
        for (int row = 0; row < plan.Rows; row++)
        {
            var labels = plan.Labels.AsSpan(row * plan.Length, plan.Length);
            for (int i = 1; i < labels.Length; i++)
            {
                if (labels[i] == ImageTokens.IgnoreIndex)
                    continue;
                positions.Add((row * (long)plan.Length) + i - 1);
                targets.Add(labels[i]);
            }
        }

        return new SupervisedRows([.. positions], [.. targets]);
    }
}
