using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Candor.Reports.Html;

/// <summary>Writes HTML. Every text and attribute is encoded; only <see cref="Raw"/> is not, and takes nothing that comes from a log.</summary>
internal sealed class HtmlWriter
{
    private static readonly HtmlEncoder s_encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder _page = new();
    private readonly Stack<string> _open = new();

    /// <summary>Opens an element; it is closed at the end of a <c>using</c> block.</summary>
    public Scope Open(string name, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Start(name, attributes);
        _page.Append('\n');
        _open.Push(name);
        return new Scope(this);
    }

    /// <summary>An element with a text in it.</summary>
    public void Element(string name, string text, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Start(name, attributes);
        Text(text);
        _page.Append("</").Append(name).Append(">\n");
    }

    /// <summary>An element that has no content: <c>input</c>, <c>meta</c>.</summary>
    public void Void(string name, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Start(name, attributes);
        _page.Append('\n');
    }

    /// <summary>A text.</summary>
    public void Text(string text) => _page.Append(s_encoder.Encode(text));

    /// <summary>Markup of the program's own, or made safe already.</summary>
    public void Raw(string markup) => _page.Append(markup).Append('\n');

    /// <inheritdoc />
    public override string ToString() => _page.ToString();

    private void Start(string name, ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        _page.Append('<').Append(name);
        foreach (var (attribute, value) in attributes)
        {
            if (value is null)
                continue;
            _page.Append(' ').Append(attribute);
            if (value.Length > 0)
                _page.Append("=\"").Append(s_encoder.Encode(value)).Append('"');
        }

        _page.Append('>');
    }

    /// <summary>An open element.</summary>
    internal readonly struct Scope(HtmlWriter writer) : IDisposable
    {
        /// <summary>Closes it.</summary>
        public void Dispose() => writer._page.Append("</").Append(writer._open.Pop()).Append(">\n");
    }
}
