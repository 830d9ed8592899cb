using Candor.Checkpoints;
using Candor.TestSupport;
using Candor.Torch.Models;
using Candor.Torch.Training;
using static TorchSharp.torch;

namespace Candor.Torch.Tests.Training;

/// <summary>
/// A model whose output matrix is its embedding and whose queries share heads of keys and values: gradients against libtorch's own tape over
/// the whole model.
/// </summary>
public sealed class TiedModelTests
{
    [Theory]
    [InlineData(TuningMode.Full, true)]
    [InlineData(TuningMode.Full, false)]
    [InlineData(TuningMode.Lora, true)]
    public void GradientsAreThoseOfTheTape(TuningMode mode, bool usesKernels)
    {
        using var checkpoint = CheckpointFolder.Open(Goldens.Committed("llama", "checkpoints", "llama-3.2-like"));
        Assert.True(checkpoint.Config is { TieWordEmbeddings: true, NumAttentionHeads: 4, NumKeyValueHeads: 2 });
        var tuning = new TuningOptions { Mode = mode, Lora = new LoraOptions { Rank = 4, Dropout = 0 } };
        var (model, set) = TrainingAssembly.Create(new TrainingParts { Config = checkpoint.Config, Weights = checkpoint, Tuning = tuning });
        using var owned = model;
        foreach (var parameter in set.Parameters.Where(parameter => parameter.Name.EndsWith("lora_B.weight", StringComparison.Ordinal)))
            parameter.Set(ones_like(parameter.Master) * 0.01);
        using var engine = new TrainingEngine(model, set, new EngineOptions
        {
            Tuning = tuning,
            Schedule = new LearningRateSchedule(ScheduleKind.Constant, 0, 0, 10),
            Optimizer = new AdamWOptions(),
            UsesKernels = usesKernels,
        });
        var batch = TestBatch.Create(3, 40, checkpoint.Config.VocabSize);

        var loss = engine.Step([batch]).Loss;

        Assert.Equal(Tape(model, batch), loss, 1e-5);
        Assert.DoesNotContain(set.Parameters, parameter => parameter.Name == LlamaTensors.Head);
        Assert.Equal(mode == TuningMode.Full, set.Parameters.Any(parameter => parameter.Name == LlamaTensors.Embedding));
        foreach (var parameter in set.Parameters)
        {
            var expected = parameter.Weight.grad!;
            var bound = 1e-5 * Math.Max(1e-2, expected.abs().max().item<float>());
            Assert.True(TrainingGoldens.Distance(expected, parameter.Gradient) <= bound, parameter.Name);
        }
    }

    /// <summary>The loss, its gradients left in the parameters.</summary>
    private static double Tape(Llava model, TrainingBatch batch)
    {
        using var scope = NewDisposeScope();
        long rows = batch.Tokens.Rows, length = batch.Tokens.Length;
        var ids = tensor(batch.Tokens.InputIds, [rows, length]);
        var targets = tensor(batch.Tokens.Labels, [rows, length]).narrow(1, 1, length - 1).reshape(-1);
        var logits = model.Language.call(ids).narrow(1, 0, length - 1);
        var loss = nn.functional.cross_entropy(logits.reshape(rows * (length - 1), -1), targets, ignore_index: -100);
        loss.backward();
        return loss.item<float>();
    }
}
