using Candor.Checkpoints;
using Candor.Quickstart;
using Candor.Randomness;
using Candor.Torch.Models;
using Candor.Torch.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

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
    private readonly NumpyGenerator _generator;

    private TowerTraining(TowerOptions options, LabelledPictures pictures)
    {
        (_options, _pictures, _generator) = (options, pictures, new NumpyGenerator(options.Seed));
        _tower = TowerFiles.Random(options.Config, _generator);
        foreach (var parameter in _tower.parameters())
            parameter.requires_grad_(true);
        var bound = 1 / Math.Sqrt(options.Config.HiddenSize);
        _heads = pictures.ValueCounts.Select(count =>
            new Parameter(RandomStart.Uniform([count, options.Config.HiddenSize], bound, _generator))).ToList();
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
        _tower.Dispose();
        _heads.ForEach(head => head.Dispose());
    }

    private void Train(Action<int, int, double> report, CancellationToken cancellation)
    {
        var perEpoch = _pictures.Count / _options.BatchSize;
        var total = perEpoch * _options.Epochs;
        var schedule = new LearningRateSchedule(ScheduleKind.Cosine, _options.LearningRate, (int)(total * WarmupShare), total);
        using var optimizer = optim.AdamW(_tower.parameters().Concat(_heads), _options.LearningRate, weight_decay: 0);
        int[] order = [];
        for (var step = 0; step < total; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (step % perEpoch == 0)
                order = _generator.Permutation(_pictures.Count);
            foreach (var group in optimizer.ParamGroups)
                group.LearningRate = schedule.Rate(step);
            var rows = order.AsSpan(step % perEpoch * _options.BatchSize, _options.BatchSize);
            report(step + 1, total, Update(optimizer, rows));
        }
    }

    private double Update(optim.Optimizer optimizer, ReadOnlySpan<int> rows)
    {
        using var scope = NewDisposeScope();
        optimizer.zero_grad();
        // [B, N, H]
        var features = _tower.Features(_pictures.Pixels(rows), _options.SelectLayer, VisionSelectFeature.Patch);
        var patches = features.shape[1];
        var loss = zeros(1);
        foreach (var (aspect, head) in _heads.Index())
        {
            var logits = nn.functional.linear(features, head).view(-1, head.shape[0]);
            loss += nn.functional.cross_entropy(logits, _pictures.Labels(rows, aspect).repeat_interleave(patches));
        }

        loss.backward();
        optimizer.step();
        return loss.item<float>();
    }
}
