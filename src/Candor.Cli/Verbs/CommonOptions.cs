using System.CommandLine;

namespace Candor.Cli.Verbs;

/// <summary>Options that several verbs share, so that they read the same everywhere.</summary>
internal static class CommonOptions
{
    /// <summary><c>--json</c>.</summary>
    public static Option<bool> Json() => new("--json") { Description = "machine-readable JSON on stdout, everything else on stderr" };
}
