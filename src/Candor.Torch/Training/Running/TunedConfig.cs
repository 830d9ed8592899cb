using System.Text.Json.Nodes;
using Candor.Checkpoints;

namespace Candor.Torch.Training.Running;

/// <summary><c>config.json</c> of a tuned model: the base model's keys, and LLaVA's (spec/training.md §3, §13).</summary>
internal static class TunedConfig
{
    /// <summary>Writes the file.</summary>
    /// <param name="model">The model.</param>
    /// <param name="folder">Where to.</param>
    /// <param name="isWhole">Whether all weights are saved beside it; stage 1 and adapters keep the base model's architecture and dtype.</param>
    public static void Write(TunedModel model, string folder, bool isWhole)
    {
        var changes = new Dictionary<string, JsonNode?>(StringComparer.Ordinal)
        {
            ["_name_or_path"] = model.Recipe.Model.BaseModel.Text,
            ["vocab_size"] = model.Model.Language.Config.VocabSize,
        };
        if (isWhole)
            changes[ConfigWriter.DtypeKey(model.BaseFolder)] = model.Recipe.Model.Dtype.TorchName();
        if (model.Tower is { } tower)
            AddVision(changes, model, tower.Config.HiddenSize, isWhole);
        ConfigWriter.Write(model.BaseFolder, folder, changes);
    }

    private static void AddVision(Dictionary<string, JsonNode?> changes, TunedModel model, int towerWidth, bool isWhole)
    {
        var options = model.Recipe.Model;
        if (isWhole)
            changes["architectures"] = new JsonArray("LlavaLlamaForCausalLM");
        changes["model_type"] = "llava";
        changes["mm_vision_tower"] = options.VisionTower!.Text;
        changes["use_mm_proj"] = true;
        changes["mm_hidden_size"] = towerWidth;
        changes["mm_vision_select_layer"] = options.VisionSelectLayer;
        changes["mm_vision_select_feature"] = options.VisionSelectFeature;
        changes["image_aspect_ratio"] = model.Recipe.Data.ImageAspectRatio;
        changes["image_grid_pinpoints"] = null;
        changes["tune_mm_mlp_adapter"] = options.TuneProjectorOnly;
        changes["freeze_mm_mlp_adapter"] = options.FreezeProjector;
        changes["mm_use_im_start_end"] = options.UsesStartEnd;
        changes["mm_use_im_patch_token"] = options.UsesPatchToken;
    }
}
