namespace Candor.Training.Runs;

/// <summary>Training cannot go on: a loss or a gradient is NaN or infinite.</summary>
public sealed class DivergedException : Exception
{
    /// <summary>Says what is not finite, in which update, on which rows.</summary>
    public DivergedException(string message, Exception? innerException = null) : base(message, innerException)
    {
    }
}
