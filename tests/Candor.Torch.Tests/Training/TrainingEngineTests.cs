using Candor.Checkpoints;
using Candor.TestSupport;
using Candor.Torch.Kernels;
using Candor.Torch.Models;
using Candor.Torch.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Candor.Torch.Tests.Training;

public sealed class TrainingEngineTests
{
    private const int Vocabulary = 512;

    [Theory]
    [InlineData(TuningMode.Full)]
    [InlineData(TuningMode.Lora)]
    public void AResumedRunEqualsAnUninterruptedOneByteForByte(TuningMode mode)
    {
        using var folder = new TemporaryFolder();
        using var whole = new Run(mode);
        for (int step = 0; step < 6; step++)
            whole.Step(step);

        using (var first = new Run(mode))
        {
            for (int step = 0; step < 3; step++)
                first.Step(step);
            SafetensorsWriter.Write(folder.File("state.safetensors"), new TensorsOf(TrainingState.Export(first.Engine)));
        }

        using var second = new Run(mode);
        using (var state = SafetensorsFile.Open(folder.File("state.safetensors")))
            TrainingState.Import(second.Engine, state);
        Assert.Equal(3, second.Engine.StepsDone);
        for (int step = 3; step < 6; step++)
            Assert.Equal(whole.Losses[step], second.Step(step));
        foreach (var (a, b) in whole.Engine.Trainables.Parameters.Zip(second.Engine.Trainables.Parameters))
        {
            Assert.Equal(a.Master.data<float>().ToArray(), b.Master.data<float>().ToArray());
            Assert.Equal(a.SecondMoment.data<float>().ToArray(), b.SecondMoment.data<float>().ToArray());
        }
    }

    [Fact]
    public void DropoutDropsOthersInEveryStepAndTheSameOnesInARepetition()
    {
        using Run once = new(TuningMode.Lora, rate: 0), again = new(TuningMode.Lora, rate: 0);
        double[] first = [once.Step(0), once.Step(0), once.Step(0)];
        Assert.Equal(3, first.Distinct().Count());
        double[] second = [again.Step(0), again.Step(0), again.Step(0)];
        Assert.Equal(first, second);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AnUpdateWithoutTargetsMovesWeightsOnlyAsTheReferenceDoes(bool stepsWithoutTargets)
    {
        using var run = new Run(TuningMode.Full, stepsWithoutTargets: stepsWithoutTargets);
        run.Step(0);
        var before = run.Engine.Trainables.Parameters[0].Master.data<float>().ToArray();
        var batch = TestBatch.Create(2, 20, Vocabulary);
        Array.Fill(batch.Tokens.Labels, -100);
        var result = run.Engine.Step([batch]);
        Assert.Equal(double.NaN, result.MicroBatches[0].Loss);
        Assert.Equal(0, result.Loss);
        Assert.Equal(0, result.GradientNorm);
        Assert.Equal(stepsWithoutTargets, result.HasUpdated);
        var after = run.Engine.Trainables.Parameters[0].Master.data<float>().ToArray();
        Assert.Equal(!stepsWithoutTargets, before.AsSpan().SequenceEqual(after));
        Assert.Equal(2, run.Engine.StepsDone);
    }

    [Fact]
    public void ALossThatIsNotANumberStopsBeforeTheUpdateAndNamesTheRows()
    {
        using var run = new Run(TuningMode.Full);
        run.Step(0);
        var norm = run.Engine.Trainables.Parameters.Single(parameter => parameter.Name == "model.norm.weight");
        using (var _ = no_grad())
            norm.Master[0] = float.NaN;
        var moments = norm.FirstMoment.data<float>().ToArray();
        var error = Assert.Throws<NonFiniteLossException>(() => run.Step(1));
        Assert.Equal("update 2: the loss is NaN; rows 0, 1; no update was made", error.Message);
        Assert.Equal([0, 1], error.Rows);
        Assert.Equal(moments, norm.FirstMoment.data<float>().ToArray());
        Assert.Equal(1, run.Engine.StepsDone);
    }

    [Theory]
    [InlineData(TuningMode.Full, true)]
    [InlineData(TuningMode.Lora, true)]
    [InlineData(TuningMode.Lora, false)]
    public void NothingIsLeftBehindOver200StepsAnd200Evaluations(TuningMode mode, bool usesKernels)
    {
        using var run = new Run(mode, usesKernels: usesKernels);
        var batch = TestBatch.Create(1, 12, Vocabulary);
        // The first steps stock the pool of temporaries.
        for (int step = 0; step < 5; step++)
            run.Engine.Step([batch]);
        run.Engine.Evaluate(batch);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (int step = 0; step < 200; step++)
        {
            run.Engine.Step([batch]);
            run.Engine.Evaluate(batch);
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    /// <summary>With pictures: tower, projector, splicing and back, in all three ways to train.</summary>
    [Theory]
    [InlineData("stage1_plain")]
    [InlineData("full_clip")]
    [InlineData("lora")]
    public void NothingIsLeftBehindOver200StepsAnd200EvaluationsWithPictures(string name)
    {
        using var run = new ReferenceRun("small", name);
        var heldOut = run.HeldOut();
        for (int step = 0; step < run.Steps.Count; step++)
            run.Engine.Step(run.Steps[step]);
        run.Engine.Evaluate(heldOut);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (int step = 0; step < 200; step++)
        {
            run.Engine.Step(run.Steps[step % run.Steps.Count]);
            run.Engine.Evaluate(heldOut);
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void TrainingLearnsABatchByHeart()
    {
        using var run = new Run(TuningMode.Full, rate: 5e-3);
        double first = run.Step(0), last = first;
        for (int step = 0; step < 60; step++)
            last = run.Step(0);
        Assert.InRange(last, 0, first / 3);
    }

    /// <summary>A small run over made-up batches.</summary>
    private sealed class Run : IDisposable
    {
        private readonly Llava model;

        public Run(TuningMode mode, double rate = 2e-3, bool stepsWithoutTargets = false, bool usesKernels = true)
        {
            using var checkpoint = CheckpointFolder.Open(Goldens.Committed("small", "models", "tiny-llama"));
            var tuning = new TuningOptions { Mode = mode, Lora = new LoraOptions { Rank = 4, Dropout = 0.2 } };
            var parts = new TrainingParts { Config = checkpoint.Config, Weights = checkpoint, Tuning = tuning };
            (model, var set) = TrainingAssembly.Create(parts);
            // B starts at zero, where dropout would not show.
            foreach (var parameter in set.Parameters.Where(parameter => parameter.Name.EndsWith("lora_B.weight", StringComparison.Ordinal)))
                parameter.Set(ones_like(parameter.Master));
            Engine = new TrainingEngine(model, set, new EngineOptions
            {
                Tuning = tuning,
                Schedule = new LearningRateSchedule(ScheduleKind.Constant, rate, 0, 1000),
                Optimizer = new AdamWOptions { MaxGradNorm = 1 },
                GradientAccumulationSteps = 2,
                StepsWithoutTargets = stepsWithoutTargets,
                UsesKernels = usesKernels,
            });
        }

        public TrainingEngine Engine { get; }

        public List<double> Losses { get; } = [];

        public double Step(int salt)
        {
            double loss = Engine.Step([TestBatch.Create(2, 30, Vocabulary, salt), TestBatch.Create(2, 17, Vocabulary, salt + 5)]).Loss;
            Losses.Add(loss);
            return loss;
        }

        public void Dispose()
        {
            Engine.Dispose();
            model.Dispose();
        }
    }

    /// <summary>Tensors as a writer wants them.</summary>
    private sealed unsafe class TensorsOf(IReadOnlyDictionary<string, Tensor> tensors) : ITensorSource
    {
        public IReadOnlyDictionary<string, TensorEntry> Tensors => tensors.ToDictionary(
            pair => pair.Key,
            pair => new TensorEntry(pair.Key, Dtype(pair.Value), pair.Value.shape, "memory"),
            StringComparer.Ordinal);

        public TensorView View(string name) =>
            new((nint)TensorMemory.Pointer(tensors[name]), tensors[name].numel() * tensors[name].element_size());

        private static TensorDtype Dtype(Tensor tensor) => tensor.dtype == ScalarType.Int64 ? TensorDtype.Int64 : TensorDtype.Float32;

        public void Dispose()
        {
        }
    }
}
