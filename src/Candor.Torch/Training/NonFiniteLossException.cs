namespace Candor.Torch.Training;

/// <summary>A loss or gradient became NaN or infinite. The update was not made: weights and moments are those of the last one.</summary>
public sealed class NonFiniteLossException : Exception
{
    /// <summary>Names the update and the rows.</summary>
    public NonFiniteLossException(string message, int step, IReadOnlyList<int> rows) : base(message)
    {
        Step = step;
        Rows = rows;
    }

    /// <summary>Number of the update that was not made, from 1.</summary>
    public int Step { get; }

    /// <summary>Rows of the data that its batch held.</summary>
    public IReadOnlyList<int> Rows { get; }
}
