namespace Candor.Checkpoints;

/// <summary>One tensor of a checkpoint as the file declares it.</summary>
/// <param name="Name">The name in the file, such as <c>model.layers.0.self_attn.q_proj.weight</c>.</param>
/// <param name="Dtype">Element type on disk.</param>
/// <param name="Shape">Dimensions, outermost first; empty for a scalar.</param>
/// <param name="File">Full path of the file that holds it.</param>
public sealed record TensorEntry(string Name, TensorDtype Dtype, IReadOnlyList<long> Shape, string File)
{
    /// <summary>Number of elements.</summary>
    public long ElementCount => Shape.Aggregate(1L, (product, size) => checked(product * size));
}
