namespace Candor.Reports.Plots;

/// <summary>What a mark in a plot is. The page's style sheet gives each its colour, one for light and one for dark.</summary>
internal enum Ink
{
    /// <summary>Grid lines.</summary>
    Grid,

    /// <summary>The line of no difference.</summary>
    Zero,

    /// <summary>A difference that is shown.</summary>
    Shown,

    /// <summary>A difference that is not shown.</summary>
    Unshown,

    /// <summary>The first of several curves.</summary>
    Series1,

    /// <summary>The second of several curves.</summary>
    Series2,

    /// <summary>The third of several curves.</summary>
    Series3,

    /// <summary>The fourth of several curves.</summary>
    Series4,
}
