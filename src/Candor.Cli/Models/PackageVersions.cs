using System.Reflection;

namespace Candor.Cli.Models;

/// <summary>Versions of the libraries that decide numbers, for logs.</summary>
internal static class PackageVersions
{
    /// <summary>By name, in order. TorchSharp is named whether or not this run loads it.</summary>
    public static IReadOnlyDictionary<string, string> Loaded() => new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["dotnet"] = Environment.Version.ToString(),
        ["TorchSharp"] = Metadata("TorchSharpVersion"),
        ["libtorch"] = Metadata("LibTorchVersion"),
    };

    private static string Metadata(string key) => typeof(PackageVersions).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .First(attribute => attribute.Key == key).Value!;
}
