using System.Text.Json;

namespace Candor.Torch.Tests.Support;

/// <summary>Arrays of JSON files.</summary>
internal static class Json
{
    public static int[] Ints(JsonElement array) => [.. array.EnumerateArray().Select(item => item.GetInt32())];
}
