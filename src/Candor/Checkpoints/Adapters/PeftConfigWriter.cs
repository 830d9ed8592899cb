using Candor.Evaluation.Text;

namespace Candor.Checkpoints.Adapters;

/// <summary>
/// Writes <c>adapter_config.json</c> with the keys of peft 0.4 alone: every version since reads them, while 0.13 refuses the keys that
/// later ones write.
/// </summary>
public static class PeftConfigWriter
{
    /// <summary>Writes the file of a folder.</summary>
    /// <param name="folder">The adapter's folder.</param>
    /// <param name="config">What it says; patterns and later variants of LoRA have no key here.</param>
    /// <param name="dropout"><c>lora_dropout</c>, which only training uses.</param>
    public static void Write(string folder, PeftConfig config, double dropout)
    {
        ArgumentNullException.ThrowIfNull(config);
        AtomicFile.Write(Path.Combine(folder, PeftAdapter.ConfigName), output =>
        {
            using var json = new PythonJsonWriter(output, indented: true);
            json.StartObject();
            json.Member("auto_mapping", (string?)null);
            json.Member("base_model_name_or_path", config.BaseModelNameOrPath);
            json.Member("bias", config.Bias);
            json.Member("fan_in_fan_out", false);
            json.Member("inference_mode", true);
            json.Member("init_lora_weights", true);
            json.Member("layers_pattern", (string?)null);
            json.Member("layers_to_transform", (string?)null);
            json.Member("lora_alpha", (long)config.LoraAlpha);
            json.Member("lora_dropout", dropout);
            json.Member("modules_to_save", (string?)null);
            json.Member("peft_type", "LORA");
            json.Member("r", config.R);
            json.Member("revision", (string?)null);
            json.Name("target_modules");
            json.Values(config.TargetModules);
            json.Member("task_type", "CAUSAL_LM");
            json.EndObject();
        });
    }
}
