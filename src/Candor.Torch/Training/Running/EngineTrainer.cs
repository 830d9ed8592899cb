using Candor.Checkpoints;
using Candor.Conversations;
using Candor.Torch.Weights;
using Candor.Training.Runs;

namespace Candor.Torch.Training.Running;

/// <summary>Makes a run's updates with the engine, and writes what they lead to.</summary>
internal sealed class EngineTrainer(TunedModel model, TrainingEngine engine, RowBatches batches, IReadOnlyList<ConversationRow> rows)
    : ITrainer, IDisposable
{
    /// <summary>Values that training holds beside the model: masters, moments, counts of updates.</summary>
    private const string StateFile = "optimizer.safetensors";

    private readonly double _flosPerToken = 6.0 * TrainerFlos.ParametersOutsideEmbeddings(model.Model, model.Trained);

    /// <inheritdoc />
    public UpdateOutcome Update(IReadOnlyList<IReadOnlyList<int>> microBatches)
    {
        var seen = microBatches.Select(batches.Create).ToList();
        var result = Step(seen);
        return new UpdateOutcome
        {
            Loss = result.Loss,
            GradNorm = result.GradientNorm,
            NextLearningRate = result.NextLearningRate,
            Tokens = result.MicroBatches.Sum(batch => (long)batch.Tokens),
            Flos = seen.Sum(batch => _flosPerToken * batch.Tokens.InputIds.Length),
        };
    }

    /// <inheritdoc />
    public void SaveCheckpoint(string folder)
    {
        SaveModel(folder);
        var state = TrainingState.Export(engine);
        using var source = new TensorSource(state);
        SafetensorsWriter.Write(Path.Combine(folder, StateFile), source);
    }

    /// <inheritdoc />
    public void Resume(string folder)
    {
        using var source = SafetensorsFile.Open(Path.Combine(folder, StateFile));
        TrainingState.Import(engine, source);
    }

    /// <inheritdoc />
    public void SaveModel(string folder) => TunedModelFiles.Write(model, folder);

    /// <inheritdoc />
    public void Dispose()
    {
        engine.Dispose();
        model.Model.Dispose();
        model.Tower?.Dispose();
    }

    private StepResult Step(List<TrainingBatch> seen)
    {
        try
        {
            return engine.Step(seen);
        }
        catch (NonFiniteLossException error)
        {
            var places = error.Rows.Select(row => rows[row].Place.ToString());
            throw new DivergedException($"{error.Message} ({string.Join("; ", places)})", error);
        }
    }
}
