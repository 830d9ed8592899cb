namespace Candor.Training;

/// <summary>
/// Which rows each update sees, and how many updates there are, as the Hugging Face Trainer counts them: micro-batches of all epochs form
/// one stream, so those left over at an epoch's end are joined by the next epoch's first.
/// </summary>
public sealed class BatchPlan
{
    private readonly int _rows;
    private readonly int _batchSize;
    private readonly int _perUpdate;
    private readonly int _seed;
    private (int Epoch, int[] Rows)? _order;

    /// <summary>Lays out a run.</summary>
    /// <param name="rows">Rows of the data.</param>
    /// <param name="batchSize"><c>per_device_train_batch_size</c>; the last batch of an epoch may be smaller.</param>
    /// <param name="accumulationSteps"><c>gradient_accumulation_steps</c>; an epoch of fewer micro-batches is one update.</param>
    /// <param name="epochs"><c>num_train_epochs</c>.</param>
    /// <param name="maxSteps"><c>max_steps</c>, in place of epochs, or null.</param>
    /// <param name="seed"><c>seed</c> of the order.</param>
    public BatchPlan(int rows, int batchSize, int accumulationSteps, double epochs, int? maxSteps, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rows);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(accumulationSteps);
        (_rows, _batchSize, _seed) = (rows, batchSize, seed);
        BatchesPerEpoch = (rows + batchSize - 1) / batchSize;
        _perUpdate = Math.Min(accumulationSteps, BatchesPerEpoch);
        var updatesPerEpoch = BatchesPerEpoch / _perUpdate;
        TotalSteps = maxSteps ?? checked((int)Math.Ceiling(epochs * updatesPerEpoch));
        NumTrainEpochs = maxSteps is null ? (int)Math.Ceiling(epochs) : (TotalSteps + updatesPerEpoch - 1) / updatesPerEpoch;
    }

    /// <summary>Micro-batches of an epoch.</summary>
    public int BatchesPerEpoch { get; }

    /// <summary>Updates of the run: <c>max_steps</c> of trainer_state.json.</summary>
    public int TotalSteps { get; }

    /// <summary>Epochs of the run, rounded up.</summary>
    public int NumTrainEpochs { get; }

    /// <summary>Passes over the data after a number of updates, unrounded.</summary>
    public double EpochAfter(int step) => (double)((long)step * _perUpdate) / BatchesPerEpoch;

    /// <summary>Whether an update is the last that ends within its epoch.</summary>
    public bool EndsEpoch(int step) => (int)EpochAfter(step) > (int)EpochAfter(step - 1);

    /// <summary>The micro-batches of an update, as row numbers.</summary>
    /// <param name="step">The update, counted from 0.</param>
    public IReadOnlyList<IReadOnlyList<int>> Update(int step)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        var first = (long)step * _perUpdate;
        return [.. Enumerable.Range(0, _perUpdate).Select(i => Batch(first + i))];
    }

    private int[] Batch(long number)
    {
        var (epoch, batch) = ((int)(number / BatchesPerEpoch), (int)(number % BatchesPerEpoch));
        if (_order?.Epoch != epoch)
            _order = (epoch, EpochOrder.Of(_seed, epoch, _rows));
        var start = batch * _batchSize;
        return _order.Value.Rows[start..Math.Min(start + _batchSize, _rows)];
    }
}
