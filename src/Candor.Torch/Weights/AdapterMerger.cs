using System.Text.Json.Nodes;
using Candor.Checkpoints;
using Candor.Checkpoints.Adapters;
using Candor.Conversion;
using Candor.Tokenization;
using Candor.Torch.Models;
using static TorchSharp.torch;

namespace Candor.Torch.Weights;

/// <summary>Writes a whole model out of an adapter and its base model, and compares what the two answer before the folder gets its name.</summary>
public static class AdapterMerger
{
    private const int CheckedIds = 64;

    /// <summary>Merges.</summary>
    /// <param name="adapterFolder">The adapter.</param>
    /// <param name="baseFolder">Its base model.</param>
    /// <param name="output">The new folder; it must not exist or be empty.</param>
    /// <param name="dtype">What weights are stored in; null for the base model's type.</param>
    /// <exception cref="InputException">Something is absent, broken or does not fit.</exception>
    /// <exception cref="InvalidOperationException">The merged model answers otherwise than the adapter; nothing was written.</exception>
    public static MergeReport Merge(string adapterFolder, string baseFolder, string output, TensorDtype? dtype)
    {
        ArgumentNullException.ThrowIfNull(output);
        using var folder = DecoderFolder.Open(adapterFolder, baseFolder);
        if (folder.Adapter is not { } adapter)
            throw new InputException($"{adapterFolder}: expected an adapter (adapter_config.json), found none");
        var stored = dtype ?? folder.Weights.Tensors["model.layers.0.self_attn.q_proj.weight"].Dtype;
        MergeReport? report = null;
        AtomicFolder.Write(output, temporary =>
        {
            WriteFiles(folder, adapter, temporary, stored);
            report = Compare(folder, adapter, temporary, stored);
            if (!report.IsWithin)
            {
                throw new InvalidOperationException(
                    $"the merged model's logits differ by {report.Difference:g3} from the adapter's, more than {report.Limit:g3}; nothing was written");
            }
        });
        return report!;
    }

    private static void WriteFiles(DecoderFolder folder, PeftAdapter adapter, string output, TensorDtype stored)
    {
        var sees = adapter.OtherParts.Tensors.ContainsKey(LlavaTensors.ProjectorWeight)
            && File.Exists(Path.Combine(adapter.FullPath, "config.json"));
        WriteWeights(folder, sees ? adapter.OtherParts : null, output, stored);
        if (Checkpoint.IsGguf(folder.TokenizerFolder))
        {
            CheckpointConverter.WriteGgufFiles(folder.TokenizerFolder, output, stored);
            return;
        }

        var configFolder = sees ? adapter.FullPath : folder.TokenizerFolder;
        var changes = new Dictionary<string, JsonNode?>(StringComparer.Ordinal)
        {
            ["vocab_size"] = folder.Config.VocabSize,
            [ConfigWriter.DtypeKey(configFolder)] = stored.TorchName(),
        };
        if (sees)
            changes["architectures"] = new JsonArray("LlavaLlamaForCausalLM");
        ConfigWriter.Write(configFolder, output, changes);
        ConfigWriter.Copy(folder.TokenizerFolder, output, "generation_config.json");
        if (TokenizerLoader.Exists(folder.TokenizerFolder))
            TokenizerFiles.Write(folder.TokenizerFolder, output, AddedTokens(folder), padToken: null, modelMaxLength: null);
    }

    private static void WriteWeights(DecoderFolder folder, ITensorSource? projector, string output, TensorDtype stored)
    {
        var type = ScalarTypes.Of(stored);
        using var scope = NewDisposeScope();
        using var model = folder.Load(ComputeDtype.Float32);
        var tensors = NamedWeights.Of(model).ToDictionary(pair => pair.Key, pair => pair.Value.detach().to(type), StringComparer.Ordinal);
        if (projector is not null)
        {
            var reader = new WeightReader(projector, ScalarType.Float32);
            foreach (var entry in projector.Tensors.Values)
                tensors.Add(entry.Name, reader.Read(entry.Name, [.. entry.Shape]).detach().to(type));
        }

        using var source = new TensorSource(tensors);
        SafetensorsWriter.WriteModel(output, source);
    }

    private static Dictionary<string, int> AddedTokens(DecoderFolder folder) =>
        AdapterVocabulary.Plan(folder)?.Rows.ToDictionary(row => row.Content, row => row.Id, StringComparer.Ordinal) ?? [];

    private static MergeReport Compare(DecoderFolder folder, PeftAdapter adapter, string merged, TensorDtype stored)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var expected = AdapterAttachment.CanAttach(adapter) ? Attached(folder, adapter) : Logits(folder);
        using var result = DecoderFolder.Open(merged, null);
        var difference = (expected - Logits(result)).abs().max().item<float>();
        var limit = expected.abs().max().item<float>() * Precision(stored);
        return new MergeReport(difference, limit, stored, AdapterAttachment.CanAttach(adapter));
    }

    private static Tensor Attached(DecoderFolder folder, PeftAdapter adapter)
    {
        using var model = LlamaWeights.Load(folder.Config, folder.Weights, ComputeDtype.Float32);
        AdapterAttachment.Attach(model, adapter);
        return Logits(model);
    }

    private static Tensor Logits(DecoderFolder folder)
    {
        using var model = folder.Load(ComputeDtype.Float32);
        return Logits(model);
    }

    /// <summary>Logits after a fixed row of ids that are spread over the vocabulary.</summary>
    private static Tensor Logits(Llama model) =>
        model.call(tensor(Enumerable.Range(0, CheckedIds).Select(i => i * 7919L % model.Config.VocabSize).ToArray()).unsqueeze(0));

    /// <summary>What rounding of weights may do to the largest logit: some units of the stored type's last place.</summary>
    private static float Precision(TensorDtype stored) => stored switch
    {
        TensorDtype.BFloat16 => 16f / (1 << 8),
        TensorDtype.Float16 => 16f / (1 << 11),
        _ => 1e-5f,
    };
}
