namespace Candor.Checkpoints.Inspection;

/// <summary>A part of a checkpoint.</summary>
/// <param name="Tensors">How many tensors it has.</param>
/// <param name="Parameters">How many weights they hold.</param>
public sealed record PartReport(int Tensors, long Parameters)
{
    internal static PartReport Of(IEnumerable<TensorEntry> entries)
    {
        var list = entries.ToList();
        return new PartReport(list.Count, list.Sum(entry => entry.ElementCount));
    }
}
