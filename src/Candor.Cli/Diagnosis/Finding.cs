namespace Candor.Cli.Diagnosis;

/// <summary>One thing <c>candor doctor</c> looked at.</summary>
/// <param name="Name">What was looked at.</param>
/// <param name="Verdict">How it is.</param>
/// <param name="Detail">What was found, and what to do about it where it is not fine.</param>
internal sealed record Finding(string Name, Verdict Verdict, string Detail);

/// <summary>How a finding is.</summary>
internal enum Verdict
{
    /// <summary>Nothing to do.</summary>
    Fine,

    /// <summary>Works, with less than one could have.</summary>
    Limited,

    /// <summary>Would stop the work.</summary>
    Stops,
}
