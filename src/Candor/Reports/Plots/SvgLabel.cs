namespace Candor.Reports.Plots;

/// <summary>A text in a drawing.</summary>
/// <param name="X">Pixels from the left.</param>
/// <param name="Y">Pixels from the top, of the base line.</param>
/// <param name="Text">The text.</param>
/// <param name="Anchor">Which part of it lies at <paramref name="X"/>.</param>
/// <param name="Style">Its class in the style sheet.</param>
internal sealed record SvgLabel(double X, double Y, string Text, SvgAnchor Anchor, string Style);

/// <summary>Which part of a text lies at its place.</summary>
internal enum SvgAnchor
{
    /// <summary>Its beginning.</summary>
    Start,

    /// <summary>Its middle.</summary>
    Middle,

    /// <summary>Its end.</summary>
    End,
}

/// <summary>How a drawing is named.</summary>
/// <param name="Id">A name that no other drawing of the page has.</param>
/// <param name="Title">What it is.</param>
/// <param name="Description">What it shows.</param>
internal sealed record SvgNames(string Id, string Title, string Description);
