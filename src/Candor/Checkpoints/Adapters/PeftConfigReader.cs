using System.Collections.Frozen;
using System.Text.Json;

namespace Candor.Checkpoints.Adapters;

/// <summary>Reads <c>adapter_config.json</c> and refuses what would be computed otherwise than it says.</summary>
internal static class PeftConfigReader
{
    // peft's own default where the file has neither.
    private const int DefaultRank = 8;
    private const int MaxRank = 1 << 16;

    /// <summary>Features that change the result and are not computed here; a null, false or empty value means that they are off.</summary>
    private static readonly FrozenSet<string> Unsupported = new[]
    {
        "alora_invocation_tokens", "arrow_config", "ensure_weight_tying", "kasa_config", "layer_replication", "lora_ga_config",
        "megatron_config", "monteclora_config", "target_parameters", "trainable_token_indices", "use_bdlora", "use_qalora", "velora_config",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Keys that concern training only, or have no effect on LLaMA's linear layers.</summary>
    private static readonly FrozenSet<string> WithoutEffect = new[]
    {
        "auto_mapping", "corda_config", "eva_config", "fan_in_fan_out", "inference_mode", "loftq_config", "lora_dropout", "megatron_core",
        "peft_version", "qalora_group_size", "revision", "runtime_config", "task_type", "init_lora_weights",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Read = new[]
    {
        "alpha_pattern", "base_model_name_or_path", "bias", "exclude_modules", "layers_pattern", "layers_to_transform", "lora_alpha",
        "lora_bias", "modules_to_save", "peft_type", "r", "rank_pattern", "target_modules", "use_dora", "use_rslora",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Ways to start training that change the base model's weights too, so that the adapter fits only the changed ones.</summary>
    private static readonly FrozenSet<string> StartsThatChangeTheBase =
        new[] { "corda", "loftq", "lora_ga", "olora", "pissa" }.ToFrozenSet(StringComparer.Ordinal);

    /// <exception cref="InputException">The file is absent or broken, no LoRA's, or uses a feature that is not computed here.</exception>
    public static PeftConfig ReadFile(string path)
    {
        var file = ConfigObject.Read(path);
        CheckSupported(file);
        var (targets, targetPattern) = Names(file, "target_modules");
        var (excluded, excludePattern) = Names(file, "exclude_modules");
        return new PeftConfig
        {
            BaseModelNameOrPath = file.Text("base_model_name_or_path"),
            R = file.Int("r", 1, MaxRank) ?? DefaultRank,
            LoraAlpha = file.Positive("lora_alpha") ?? DefaultRank,
            TargetModules = targets,
            TargetPattern = targetPattern,
            ExcludeModules = excluded,
            ExcludePattern = excludePattern,
            LayersToTransform = file.IntOrList("layers_to_transform"),
            LayersPattern = file.TextOrList("layers_pattern"),
            RankPattern = Pattern(file, "rank_pattern", (values, key) => values.RequiredInt(key, 1, MaxRank)),
            AlphaPattern = Pattern(file, "alpha_pattern", (values, key) => values.RequiredPositive(key)),
            UseRslora = file.Bool("use_rslora") ?? false,
            UseDora = file.Bool("use_dora") ?? false,
            LoraBias = file.Bool("lora_bias") ?? false,
            Bias = file.Text("bias") ?? "none",
            ModulesToSave = file.TextOrList("modules_to_save"),
            UnknownKeys = [.. Keys(file).Where(key => !Read.Contains(key) && !WithoutEffect.Contains(key) && !Unsupported.Contains(key))],
        };
    }

    private static void CheckSupported(ConfigObject file)
    {
        var type = file.Text("peft_type");
        if (type != "LORA")
            throw type is null ? file.Missing("peft_type", "LORA") : file.Unsupported("peft_type", "expected LORA");
        if (file.Text("bias") is not (null or "none" or "all" or "lora_only"))
            throw file.Unsupported("bias", "expected none, all or lora_only");
        foreach (var key in Keys(file).Where(Unsupported.Contains))
        {
            if (!IsOff(file.Element.GetProperty(key)))
                throw file.Unsupported(key, "expected this feature of PEFT, which is not supported, to be off");
        }

        if (file.Has("init_lora_weights") && ConfigObject.AsText(file.Element.GetProperty("init_lora_weights")) is { } start
            && StartsThatChangeTheBase.Any(name => start.StartsWith(name, StringComparison.OrdinalIgnoreCase)))
            throw file.Unsupported("init_lora_weights", "expected a start that leaves the base model's weights as they are");
    }

    private static bool IsOff(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.False => true,
        JsonValueKind.Array => value.GetArrayLength() == 0,
        JsonValueKind.Object => !value.EnumerateObject().Any(),
        _ => false,
    };

    private static (IReadOnlyList<string> Names, string? Pattern) Names(ConfigObject file, string key) =>
        file.Has(key) && file.Element.GetProperty(key).ValueKind == JsonValueKind.String
            ? ([], file.Text(key))
            : (file.TextOrList(key), null);

    private static List<KeyValuePair<string, T>> Pattern<T>(ConfigObject file, string key, Func<ConfigObject, string, T> read) =>
        file.Object(key) is { } values ? [.. Keys(values).Select(pattern => KeyValuePair.Create(pattern, read(values, pattern)))] : [];

    private static IEnumerable<string> Keys(ConfigObject values) => values.Element.EnumerateObject().Select(property => property.Name);
}
