using Candor.Checkpoints;
using Candor.TestSupport;
using Candor.Torch.Training;
using Candor.Torch.Weights;
using static TorchSharp.torch;

namespace Candor.Torch.Tests.Training;

/// <summary>Layers computed by kernels against the same layers under libtorch's tape.</summary>
public sealed class KernelLayerTests
{
    /// <summary>
    /// Models with and without shared keys; full and by adapters, with dropout; lengths on, below and above the edges of blocks.
    /// </summary>
    public static TheoryData<string, TuningMode, int, bool> Cases { get; } = new MatrixTheoryData<string, TuningMode, int, bool>(
        ["tiny-llama", "gqa-2"], [TuningMode.Full, TuningMode.Lora], [5, 64, 150], [false, true]);

    [Theory]
    [MemberData(nameof(Cases))]
    public void GradientsEqualTheTapes(string model, TuningMode mode, int length, bool isCheckpointing)
    {
        var expected = Gradients(model, mode, length, usesKernels: false, isCheckpointing, ComputeDtype.Float32);
        var actual = Gradients(model, mode, length, usesKernels: true, isCheckpointing, ComputeDtype.Float32);
        Assert.Equal(expected.Loss, actual.Loss, 1e-5);
        foreach (var (name, values) in expected.Gradients)
            Assert.InRange(Distance(values, actual.Gradients[name]), 0, 2e-5);
    }

    /// <summary>bf16 has 8 bits: both ways are about as far from fp32 as the other.</summary>
    [Theory]
    [InlineData("tiny-llama", TuningMode.Full)]
    [InlineData("gqa-2", TuningMode.Lora)]
    public void BFloat16IsAsNearToFloat32AsTheTape(string model, TuningMode mode)
    {
        var exact = Gradients(model, mode, 150, usesKernels: true, isCheckpointing: false, ComputeDtype.Float32);
        var tape = Gradients(model, mode, 150, usesKernels: false, isCheckpointing: false, ComputeDtype.BFloat16);
        var kernels = Gradients(model, mode, 150, usesKernels: true, isCheckpointing: false, ComputeDtype.BFloat16);
        Assert.Equal(exact.Loss, kernels.Loss, 0.05);
        double ours = exact.Gradients.Max(pair => Distance(pair.Value, kernels.Gradients[pair.Key]));
        double theirs = exact.Gradients.Max(pair => Distance(pair.Value, tape.Gradients[pair.Key]));
        Assert.InRange(ours, 0, Math.Max(0.05, 1.5 * theirs));
    }

    private static (double Loss, Dictionary<string, float[]> Gradients) Gradients(
        string name, TuningMode mode, int length, bool usesKernels, bool isCheckpointing, ComputeDtype dtype)
    {
        using var scope = NewDisposeScope();
        using var checkpoint = CheckpointFolder.Open(Goldens.Committed("small", "models", name));
        var tuning = new TuningOptions { Mode = mode, Lora = new LoraOptions { Rank = 4, Alpha = 8, Dropout = 0.1 } };
        var parts = new TrainingParts { Config = checkpoint.Config, Weights = checkpoint, Tuning = tuning, Dtype = dtype };
        var (model, set) = TrainingAssembly.Create(parts);
        using var _ = model;
        using var engine = new TrainingEngine(model, set, new EngineOptions
        {
            Tuning = tuning,
            Schedule = new LearningRateSchedule(ScheduleKind.Constant, 0, 0, 1),
            UsesKernels = usesKernels,
            GradientCheckpointing = isCheckpointing,
        });
        // B of an adapter starts at zero, where A would have no gradient.
        foreach (var parameter in set.Parameters.Where(parameter => parameter.Name.EndsWith("lora_B.weight", StringComparison.Ordinal)))
            parameter.Set(Values(parameter.Master.shape));
        double loss = engine.Step([TestBatch.Create(rows: 2, length, checkpoint.Config.VocabSize)]).MicroBatches[0].Loss;
        return (loss, set.Parameters.ToDictionary(
            parameter => parameter.Name, parameter => parameter.Gradient.data<float>().ToArray(), StringComparer.Ordinal));
    }

    private static Tensor Values(long[] shape) =>
        arange(shape[0] * shape[1], dtype: ScalarType.Float32).mul(0.7).sin().mul(0.2).view(shape);

    /// <summary>Relative to the larger: a parameter's gradient as a vector.</summary>
    private static double Distance(float[] expected, float[] actual)
    {
        double difference = 0, size = 0;
        foreach (var (a, b) in expected.Zip(actual))
        {
            difference += ((double)a - b) * ((double)a - b);
            size += (double)a * a;
        }

        return Math.Sqrt(difference / Math.Max(size, 1e-12));
    }
}
