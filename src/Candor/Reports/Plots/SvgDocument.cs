using System.Globalization;
using System.Xml.Linq;

namespace Candor.Reports.Plots;

/// <summary>Makes an element of a page out of the drawing that ScottPlot writes.</summary>
internal static class SvgDocument
{
    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";

    /// <summary>Colours become classes, and the texts come in.</summary>
    public static string Finish(string xml, IReadOnlyList<SvgLabel> labels, SvgNames names, PlotFrame frame)
    {
        var root = XDocument.Parse(xml).Root!;
        root.Elements(s_svg + "text").Remove();
        // Nothing lies outside the axes, so nothing needs clipping; and clips are numbered over all drawings of the process.
        root.Descendants(s_svg + "clipPath").Remove();
        root.Descendants().Attributes("clip-path").Remove();
        foreach (var element in root.Descendants())
            GiveClasses(element);

        root.RemoveAttributes();
        root.Add(
            new XAttribute("viewBox", string.Create(CultureInfo.InvariantCulture, $"0 0 {frame.Width} {frame.Height}")),
            new XAttribute("role", "img"),
            new XAttribute("aria-labelledby", $"{names.Id}-title {names.Id}-desc"));
        root.AddFirst(
            new XElement(s_svg + "title", new XAttribute("id", names.Id + "-title"), names.Title),
            new XElement(s_svg + "desc", new XAttribute("id", names.Id + "-desc"), names.Description));
        root.Add(labels.Select(Label));
        return Inline(root).ToString(SaveOptions.DisableFormatting);
    }

    private static void GiveClasses(XElement element)
    {
        foreach (var attribute in element.Attributes().Where(attribute => attribute.Name.LocalName is "stroke" or "fill").ToList())
        {
            if (SvgColors.ClassOf(attribute.Value) is not { } ink)
                continue;
            var name = $"{attribute.Name.LocalName}-{ink}";
            element.SetAttributeValue("class", element.Attribute("class") is { } earlier ? $"{earlier.Value} {name}" : name);
            attribute.Remove();
        }
    }

    private static XElement Label(SvgLabel label) => new(
        s_svg + "text",
        new XAttribute("class", label.Style),
        new XAttribute("x", Round(label.X)),
        new XAttribute("y", Round(label.Y)),
        label.Anchor == SvgAnchor.Start ? null : new XAttribute("text-anchor", label.Anchor == SvgAnchor.Middle ? "middle" : "end"),
        label.Text);

    /// <summary>Inside a page the names carry no namespace, and white space between marks is nothing.</summary>
    private static XElement Inline(XElement element) => new(
        element.Name.LocalName,
        element.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration),
        element.Nodes().Select(node => node is XElement child ? Inline(child) : node)
            .Where(node => node is not XText text || !string.IsNullOrWhiteSpace(text.Value)));

    private static string Round(double value) => Math.Round(value, 2).ToString(CultureInfo.InvariantCulture);
}
