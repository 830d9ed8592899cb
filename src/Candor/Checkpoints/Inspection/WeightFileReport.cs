namespace Candor.Checkpoints.Inspection;

/// <summary>A file of weights.</summary>
/// <param name="Name">Its name in the folder.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Tensors">How many tensors were found in it; null where it was not opened (another format, or not part of the model).</param>
public sealed record WeightFileReport(string Name, long Bytes, int? Tensors);
