using Candor.Checkpoints;
using Candor.Checkpoints.Adapters;
using Candor.Conversations;
using Candor.Conversations.Templates;
using Candor.Conversion;
using Candor.Tokenization;
using Candor.Torch.Weights;
using static TorchSharp.torch;

namespace Candor.Torch.Training.Running;

/// <summary>Writes a tuned model in the layout that LLaVA v1.0, PEFT and transformers read (spec/training.md §13).</summary>
internal static class TunedModelFiles
{
    private const string PeftPrefix = "base_model.model.";
    private const string UnknownToken = "<unk>";
    private const string TowerPrefix = "model.vision_tower.vision_tower.";

    /// <summary>Writes the files that the run's kind calls for.</summary>
    public static void Write(TunedModel model, string folder)
    {
        if (model.Recipe.Model.TuneProjectorOnly)
            WriteProjector(model, folder);
        else if (model.Recipe.Lora is not null)
            WriteAdapter(model, folder);
        else
            WriteWhole(model, folder);
    }

    /// <summary>Stage 1: the projector and, with start and end tokens, the whole embedding.</summary>
    private static void WriteProjector(TunedModel model, string folder)
    {
        TunedConfig.Write(model, folder, isWhole: false);
        using var tensors = new TensorSource(
            model.Trained.Parameters.Select(parameter => KeyValuePair.Create(parameter.Name, (Tensor)parameter.Weight)));
        SafetensorsWriter.Write(Path.Combine(folder, "mm_projector.safetensors"), tensors);
        TorchFileWriter.Write(Path.Combine(folder, "mm_projector.bin"), tensors);
    }

    /// <summary>LoRA: the adapter as PEFT's, everything else that was trained as <c>non_lora_trainables</c>.</summary>
    private static void WriteAdapter(TunedModel model, string folder)
    {
        var lora = model.Recipe.Lora!;
        if (!Checkpoint.IsGguf(model.BaseFolder))
            TunedConfig.Write(model, folder, isWhole: false);
        PeftConfigWriter.Write(
            folder,
            new PeftConfig
            {
                BaseModelNameOrPath = model.Recipe.Model.BaseModel.Text,
                R = lora.Rank,
                LoraAlpha = lora.Alpha,
                Bias = lora.Bias,
                TargetModules = LoraOptions.AllProjections,
            },
            lora.Dropout);
        var named = model.Trained.Parameters.ToLookup(
            parameter => parameter.Name.Contains(".lora_", StringComparison.Ordinal),
            parameter => KeyValuePair.Create(PeftPrefix + parameter.Name, (Tensor)parameter.Weight));
        using var adapter = new TensorSource(named[true]);
        SafetensorsWriter.Write(Path.Combine(folder, "adapter_model.safetensors"), adapter);
        if (!named[false].Any())
            return;
        using var others = new TensorSource(named[false]);
        SafetensorsWriter.Write(Path.Combine(folder, "non_lora_trainables.safetensors"), others);
        if (model.Recipe.Output.SavesBin)
            TorchFileWriter.Write(Path.Combine(folder, "non_lora_trainables.bin"), others);
    }

    /// <summary>All weights, the tower's among them, with tokenizer and configurations.</summary>
    private static void WriteWhole(TunedModel model, string folder)
    {
        if (Checkpoint.IsGguf(model.BaseFolder))
            CheckpointConverter.WriteGgufFiles(model.BaseFolder, folder, model.Recipe.Model.Dtype);
        else
            WriteFolderFiles(model, folder);
        using var own = new TensorSource(Weights(model));
        using var tensors = new JoinedSource(own, model.Tower?.Weights, TowerPrefix);
        SafetensorsWriter.WriteModel(folder, tensors);
    }

    private static void WriteFolderFiles(TunedModel model, string folder)
    {
        TunedConfig.Write(model, folder, isWhole: true);
        ConfigWriter.Copy(model.BaseFolder, folder, "generation_config.json");
        TokenizerFiles.Write(
            model.BaseFolder,
            folder,
            model.Tokens.Rows.ToDictionary(row => row.Content, row => row.Id, StringComparer.Ordinal),
            PadToken(model),
            model.Recipe.Data.ModelMaxLength);
    }

    /// <summary>What the reference makes the padding token; null where it stays the base model's own.</summary>
    private static string? PadToken(TunedModel model)
    {
        if (model.Tokens.Rows.Any(row => row.Content == ImageTokens.Pad))
            return ImageTokens.Pad;
        return TrainingVersion.Parse(model.Recipe.Model.Version).HasOwnPadToken ? null : UnknownToken;
    }

    private static IEnumerable<KeyValuePair<string, Tensor>> Weights(TunedModel model)
    {
        foreach (var pair in NamedWeights.Of(model.Model.Language))
            yield return pair;
        if (model.Model.Vision is not { } vision)
            yield break;
        yield return KeyValuePair.Create(LlavaTensors.ProjectorWeight, (Tensor)vision.Projector.weight);
        yield return KeyValuePair.Create(LlavaTensors.ProjectorBias, (Tensor)vision.Projector.bias!);
    }
}
