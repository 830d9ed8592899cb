using Candor.Checkpoints;
using Candor.Quickstart;
using Candor.Randomness;
using Candor.Torch.Kernels;
using Candor.Torch.Models;
using Candor.Torch.Training;
using static TorchSharp.torch;
using AdamW = Candor.Torch.Training.AdamW;
using Parameter = TorchSharp.Modules.Parameter;

namespace Candor.Torch.Quickstart;

/// <summary>
/// Trains a small vision tower before it is frozen: every patch's vector is to tell, through one linear head an aspect, what the whole
/// picture shows. A tower of random weights shows colours and sides, but hardly shapes.
/// </summary>
public sealed class TowerTraining : IDisposable
{
    private const double WarmupShare = 0.1;

    private readonly TowerOptions _options;
    private readonly LabelledPictures _pictures;
    private readonly ClipVision _tower;
    private readonly List<Parameter> _heads;
    private readonly List<TrainableParameter> _trained;
    private readonly AdamW _optimizer;
    private readonly NumpyGenerator _generator;

    private TowerTraining(TowerOptions options, LabelledPictures pictures)
    {
        (_options, _pictures, _generator) = (options, pictures, new NumpyGenerator(options.Seed));
        _tower = TowerFiles.Random(options.Config, _generator);
        var bound = 1 / Math.Sqrt(options.Config.HiddenSize);
        _heads = pictures.ValueCounts.Select(count =>
            new Parameter(RandomStart.Uniform([count, options.Config.HiddenSize], bound, _generator))).ToList();
        _trained = [.. _tower.named_parameters().Select(pair => new TrainableParameter(pair.name, pair.parameter)),
            .. _heads.Select(head => new TrainableParameter("head", head))];
        _optimizer = new AdamW(_trained, new AdamWOptions { WeightDecay = 0 });
    }

    /// <summary>Trains a tower on a world's training pictures and writes it as a <c>CLIPVisionModel</c>.</summary>
    /// <param name="world">The world's folder.</param>
    /// <param name="folder">Where the tower is written to; made if it is not there.</param>
    /// <param name="options">Shape and training.</param>
    /// <param name="report">Told of updates done, updates in all, and the loss.</param>
    /// <param name="cancellation">Checked between updates; nothing is written then.</param>
    public static void Run(
        string world, string folder, TowerOptions options, Action<int, int, double> report, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(report);
        var preprocessor = TowerFiles.Preprocessor(options.Config.ImageSize);
        var pictures = LabelledPictures.Read(Path.Combine(world, WorldFiles.Scenes), Path.Combine(world, WorldFiles.Pictures), preprocessor);
        using var training = new TowerTraining(options, pictures);
        training.Train(report, cancellation);
        TowerFiles.Write(folder, training._tower);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _trained.ForEach(parameter => parameter.Dispose());
        _tower.Dispose();
        _heads.ForEach(head => head.Dispose());
    }

    private void Train(Action<int, int, double> report, CancellationToken cancellation)
    {
        var perEpoch = _pictures.Count / _options.BatchSize;
        var total = perEpoch * _options.Epochs;
        var schedule = new LearningRateSchedule(ScheduleKind.Cosine, _options.LearningRate, (int)(total * WarmupShare), total);
        int[] order = [];
        for (var step = 0; step < total; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (step % perEpoch == 0)
                order = _generator.Permutation(_pictures.Count);
            var rows = order.AsSpan(step % perEpoch * _options.BatchSize, _options.BatchSize);
            report(step + 1, total, Update(rows, schedule.Rate(step)));
        }
    }

    private unsafe double Update(ReadOnlySpan<int> rows, double rate)
    {
        using var scope = NewDisposeScope();
        // [B, N, H]
        var features = _tower.Features(_pictures.Pixels(rows), _options.SelectLayer, VisionSelectFeature.Patch);
        var patches = features.shape[1];
        var loss = zeros(1);
        foreach (var (aspect, head) in _heads.Index())
        {
            var logits = nn.functional.linear(features, head).view(-1, head.shape[0]);
            loss = loss.Plus(nn.functional.cross_entropy(logits, _pictures.Labels(rows, aspect).repeat_interleave(patches)));
        }

        loss.backward();
        TakeGradients();
        _optimizer.Step(rate, gradientFactor: 1);
        return *(float*)TensorMemory.Pointer(loss);
    }

    /// <summary>The layers behind the selected one have none; they stay as they start.</summary>
    private void TakeGradients()
    {
        using var _ = no_grad();
        foreach (var parameter in _trained)
        {
            if (parameter.Weight.grad is not { } gradient)
                continue;
            parameter.Gradient.copy_(gradient);
            gradient.zero_();
        }
    }
}
