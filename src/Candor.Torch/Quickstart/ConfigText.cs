using System.Text.Json;

namespace Candor.Torch.Quickstart;

/// <summary>Configurations as transformers lays them out: sorted keys, two spaces.</summary>
internal static class ConfigText
{
    private static readonly JsonSerializerOptions s_options = new() { WriteIndented = true, NewLine = "\n" };

    public static string[] One(string value) => [value];

    public static string Of(SortedDictionary<string, object> values) => JsonSerializer.Serialize(values, s_options) + "\n";
}
