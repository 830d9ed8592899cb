using Candor.Torch.Kernels;
using Candor.Torch.Models;
using static TorchSharp.torch;

namespace Candor.Torch.Training;

/// <summary>
/// Trains a model update by update. Which rows come when is the caller's: a run that is resumed with the same weights, moments and number
/// of updates goes on as if it had never stopped.
/// </summary>
public sealed class TrainingEngine : IDisposable
{
    private readonly Llava model;
    private readonly EngineOptions options;
    private readonly TrainableSet set;
    private readonly DecoderStack stack;
    private readonly SupervisedLoss loss;
    private readonly AdamW optimizer;
    private readonly EmbeddingBackward embeddings;
    private readonly TensorPool pool = new();

    /// <summary>Prepares training.</summary>
    /// <param name="model">The model, which the caller owns.</param>
    /// <param name="set">What is trained; owned by the engine from here on.</param>
    /// <param name="options">How.</param>
    public TrainingEngine(Llava model, TrainableSet set, EngineOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(options);
        this.model = model;
        this.options = options;
        this.set = set;
        NativeHeap.ReturnFreedMemory();
        stack = new DecoderStack(model.Language, set, pool, options);
        loss = new SupervisedLoss(model.Language, set, pool);
        optimizer = new AdamW(set.Parameters, options.Optimizer);
        embeddings = new EmbeddingBackward(model, set, pool);
    }

    /// <summary>What is trained.</summary>
    public TrainableSet Trainables => set;

    /// <summary>Updates of the schedule that are behind.</summary>
    public int StepsDone { get; private set; }

    /// <summary>Makes one update.</summary>
    /// <param name="microBatches">What it sees.</param>
    /// <exception cref="NonFiniteLossException">Loss or gradient is NaN or infinite.</exception>
    /// <exception cref="InputException">A row asks for a picture that is not there.</exception>
    public StepResult Step(IReadOnlyList<TrainingBatch> microBatches)
    {
        ArgumentNullException.ThrowIfNull(microBatches);
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        foreach (var parameter in set.Parameters)
            parameter.Gradient.zero_();
        var results = new List<MicroBatchResult>();
        foreach (var (index, batch) in microBatches.Index())
        {
            DropoutKeys.Assign(model.Language, options.Seed, StepsDone, index);
            results.Add(Accumulate(batch));
        }

        double norm = optimizer.GradientNorm();
        if (!double.IsFinite(norm))
            throw NonFinite("gradient", norm, [.. microBatches.SelectMany(batch => batch.Rows)]);
        double rate = options.Schedule.Rate(StepsDone);
        var updates = options.StepsWithoutTargets || results.Exists(result => result.Targets > 0);
        if (updates)
            optimizer.Step(rate, optimizer.ClipFactor(norm));
        StepsDone++;
        return new StepResult
        {
            Step = StepsDone,
            MicroBatches = results,
            LearningRate = rate,
            NextLearningRate = options.Schedule.Rate(StepsDone),
            GradientNorm = norm,
            HasUpdated = updates,
            Loss = results.Where(result => result.Targets > 0).Sum(result => result.Loss / options.GradientAccumulationSteps),
        };
    }

    /// <summary>The loss of a batch without training on it, dropout off.</summary>
    public MicroBatchResult Evaluate(TrainingBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        DropoutKeys.Clear(model.Language);
        var plan = model.Plan(batch.Tokens, batch.Images, options.Tuning.DetachesText);
        var rows = SupervisedRows.Of(plan);
        var features = batch.Images is null ? null : model.Vision?.Features(batch.Images, model.Language.ComputeType);
        var projected = features is null ? null : model.Vision!.Projector.call(features);
        var hidden = stack.Evaluate(model.Embed(plan, projected), stack.Context(plan));
        return Result(plan, rows, loss.Sum(hidden.view(plan.Rows * plan.Length, -1), rows));
    }

    /// <summary>
    /// Takes up a run after <paramref name="steps"/> updates of the schedule, of which the optimizer made <paramref name="updates"/>.
    /// </summary>
    /// <remarks>Weights and moments are set by the caller, through <see cref="Trainables"/> and <see cref="TrainingState"/>.</remarks>
    internal void Resume(int steps, int updates)
    {
        StepsDone = steps;
        optimizer.StepsDone = updates;
    }

    /// <summary>Updates that the optimizer made: fewer than <see cref="StepsDone"/> where some had no targets.</summary>
    internal int OptimizerSteps => optimizer.StepsDone;

    /// <inheritdoc />
    public void Dispose()
    {
        pool.Dispose();
        set.Dispose();
    }

    private MicroBatchResult Accumulate(TrainingBatch batch)
    {
        using var scope = NewDisposeScope();
        var plan = model.Plan(batch.Tokens, batch.Images, options.Tuning.DetachesText);
        var rows = SupervisedRows.Of(plan);
        if (rows.Targets.Length == 0)
            return Result(plan, rows, 0);
        var features = batch.Images is null ? null : model.Vision?.Features(batch.Images, model.Language.ComputeType);
        var projected = features is null ? null : model.Vision!.Projector.call(features);
        var context = stack.Context(plan);
        var hidden = stack.Forward(model.Embed(plan, projected), context);
        double scale = 1.0 / ((double)rows.Targets.Length * options.GradientAccumulationSteps);
        var (sum, gradient) = loss.Backward(hidden.view(plan.Rows * plan.Length, -1), rows, scale);
        var result = Result(plan, rows, sum);
        if (!double.IsFinite(sum))
            throw NonFinite("loss", result.Loss, batch.Rows);
        var input = stack.Backward(gradient.view(plan.Rows, plan.Length, -1), context, embeddings.IsNeeded);
        if (input is not null)
            embeddings.Add(input.view(plan.Rows * plan.Length, -1), plan, features);
        return result;
    }

    private static MicroBatchResult Result(SplicePlan plan, SupervisedRows rows, double sum) =>
        new(rows.Targets.Length == 0 ? double.NaN : sum / rows.Targets.Length, rows.Targets.Length, plan.Rows * plan.Length);

    private NonFiniteLossException NonFinite(string what, double value, IReadOnlyList<int> rows) =>
        new($"update {StepsDone + 1}: the {what} is {value}; rows {string.Join(", ", rows)}; no update was made", StepsDone + 1, rows);
}
