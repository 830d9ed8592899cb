namespace Candor.Checkpoints.Pickles;

/// <summary>A dictionary of a pickle as the pairs that were put into it, in order; of equal keys the last counts.</summary>
/// <remarks>Keys are not hashed before they are needed: they may be anything, and many may collide.</remarks>
internal sealed class PickleDict
{
    public List<(object? Key, object? Value)> Items { get; } = [];
}
