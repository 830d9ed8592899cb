using Candor.Checkpoints;
using Candor.Randomness;
using Candor.Torch.Models;
using Candor.Torch.Weights;
using static TorchSharp.torch;

namespace Candor.Torch.Training;

/// <summary>
/// Puts a model that is to be trained together in the reference's order: vocabulary, projector, stage 1's values, adapters.
/// </summary>
public static class TrainingAssembly
{
    private const int StartEndRows = 2;

    /// <summary>Loads, starts and marks everything.</summary>
    /// <returns>The model, and what of it is trained; both are the caller's.</returns>
    /// <exception cref="InputException">Parts do not fit each other.</exception>
    public static (Llava Model, TrainableSet Set) Create(TrainingParts parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        using var _ = no_grad();
        var generator = new NumpyGenerator(parts.Seed);
        var language = LlamaWeights.Load(parts.Config, parts.Weights, parts.Dtype, parts.AddedRows.Count);
        AddedRows.Start(language, parts.AddedRows, parts.InitializerRange, generator);
        using var pretrained = parts.Pretrained is null ? null : new ProjectorTensors(parts.Pretrained);
        var projector = pretrained ?? parts.Projector;
        var model = new Llava(language, Vision(parts, language, projector, generator));
        try
        {
            if (parts.Tuning.Mode == TuningMode.Lora)
                LoraInjection.Attach(language, parts.Tuning.Lora, generator);
            var set = TrainableSet.Create(model, parts.Tuning);
            set.ReadMasters(parts.Weights);
            if (projector is not null)
                set.ReadMasters(projector);
            if (parts.InitialTensors is { } values)
                InitialTensors.Apply(model, set, values);
            return (model, set);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    private static VisionParts? Vision(TrainingParts parts, Llama language, ITensorSource? stored, NumpyGenerator generator)
    {
        if (parts.Tower is not { } tower)
            return null;
        var projector = stored is null
            ? RandomStart.Projector(language, tower.Config.HiddenSize, generator)
            : LlavaWeights.Projector(stored, language, tower.Config);
        if (parts is { Pretrained: { } pretrained, Tuning.UsesStartEnd: true })
            TakeStartEndRows(language, pretrained, parts.AddedRows.Count);
        return LlavaWeights.Vision(tower, projector, parts.SelectLayer, parts.SelectFeature, parts.Dtype);
    }

    /// <summary>
    /// The embeddings of the start and end tokens as stage 1 left them: the last two rows of its whole matrix, or a matrix of those two.
    /// </summary>
    private static void TakeStartEndRows(Llama language, ITensorSource pretrained, int addedRows)
    {
        if (addedRows < StartEndRows)
        {
            throw new InputException(
                "pretrain_mm_mlp_adapter: expected a base model without start and end tokens, whose embeddings would be replaced, found one with them");
        }

        var matrix = language.model.embed_tokens;
        if (!pretrained.Tensors.TryGetValue(LlamaTensors.Embedding, out var entry))
        {
            throw new InputException(
                $"pretrain_mm_mlp_adapter: expected {LlamaTensors.Embedding} in a run with start and end tokens, found none");
        }

        if (entry.Shape is not [var rows, var width] || width != matrix.shape[1] || (rows != matrix.shape[0] && rows != StartEndRows))
        {
            throw new InputException(
                $"{entry.File}: {LlamaTensors.Embedding}: expected [{matrix.shape[0]}, {matrix.shape[1]}] or "
                + $"[{StartEndRows}, {matrix.shape[1]}], found [{string.Join(", ", entry.Shape)}]");
        }

        using var scope = NewDisposeScope();
        var stored = empty([.. entry.Shape], dtype: ScalarType.Float32);
        new WeightReader(pretrained, ScalarType.Float32).ReadInto(LlamaTensors.Embedding, stored);
        matrix.narrow(0, matrix.shape[0] - StartEndRows, StartEndRows).copy_(stored.narrow(0, rows - StartEndRows, StartEndRows));
    }
}
