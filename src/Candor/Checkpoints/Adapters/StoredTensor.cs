namespace Candor.Checkpoints.Adapters;

/// <summary>A tensor and where it is.</summary>
internal readonly record struct StoredTensor(ITensorSource Source, TensorEntry Entry);
