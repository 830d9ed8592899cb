namespace Candor.Quickstart;

/// <summary>What there is to know about a kind of thing. Each trait has four values.</summary>
internal enum Trait
{
    /// <summary>What it stands on; pictures show it.</summary>
    Ground,

    /// <summary>How big it is; pictures show it.</summary>
    Size,

    /// <summary>How many dots are beside it; pictures show it.</summary>
    Company,

    /// <summary>Which sound it makes; no picture can show it.</summary>
    Sound,
}
