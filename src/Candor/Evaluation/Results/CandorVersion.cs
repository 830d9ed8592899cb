using System.Reflection;

namespace Candor.Evaluation.Results;

/// <summary>Which build wrote a log.</summary>
internal static class CandorVersion
{
    private static readonly string[] s_parts = typeof(CandorVersion).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+');

    /// <summary>The version number.</summary>
    public static string Version => s_parts[0];

    /// <summary>The commit it was built from, or null where it was not built from a repository.</summary>
    public static string? Commit => s_parts.Length > 1 ? s_parts[1] : null;
}
