namespace Candor.Training.Runs;

/// <summary>What a run drives: a model with its optimizer. The run knows when, the trainer knows how.</summary>
public interface ITrainer
{
    /// <summary>Makes one update.</summary>
    /// <param name="microBatches">The rows it sees.</param>
    /// <exception cref="DivergedException">Loss or gradient is not finite; no update was made.</exception>
    UpdateOutcome Update(IReadOnlyList<IReadOnlyList<int>> microBatches);

    /// <summary>Writes the model, in the layout it is used in, and all that is needed to go on from here.</summary>
    void SaveCheckpoint(string folder);

    /// <summary>Goes on from a checkpoint.</summary>
    /// <exception cref="InputException">It belongs to another model.</exception>
    void Resume(string folder);

    /// <summary>Writes the finished model into the run's folder.</summary>
    void SaveModel(string folder);
}
