using System.Buffers;
using System.Globalization;
using System.Text;

namespace Candor.Evaluation.Text;

/// <summary>
/// Writes JSON byte for byte as Python's <c>json.dumps</c> does: <c>", "</c> and <c>": "</c> between things, or one thing a line with an
/// indent of 2; bare <c>NaN</c>; only quotes, backslashes and control characters escaped, or everything outside ASCII. Hashes of documents
/// and requests depend on these bytes, and .NET's own encoders escape otherwise.
/// </summary>
/// <param name="output">Receives UTF-8; not closed.</param>
/// <param name="indented">One thing a line, as <c>indent=2</c>.</param>
/// <param name="asciiOnly">As <c>ensure_ascii=True</c>.</param>
public sealed partial class PythonJsonWriter(Stream output, bool indented = false, bool asciiOnly = false) : IDisposable
{
    private const int FlushAt = 1 << 15;
    private readonly ArrayBufferWriter<byte> _buffer = new(FlushAt + 4096);
    private int _depth;
    private bool _isEmpty = true;
    private bool _afterName;

    /// <summary>Opens an object.</summary>
    public void StartObject() => Open('{');

    /// <summary>Closes the innermost object.</summary>
    public void EndObject() => Close('}');

    /// <summary>Opens an array.</summary>
    public void StartArray() => Open('[');

    /// <summary>Closes the innermost array.</summary>
    public void EndArray() => Close(']');

    /// <summary>A member's name; its value comes next.</summary>
    public void Name(string name)
    {
        Separate();
        WriteQuoted(name);
        WriteRaw(": ");
        _afterName = true;
    }

    /// <summary>A text, or null.</summary>
    public void Value(string? value)
    {
        Separate();
        if (value is null)
            WriteRaw("null");
        else
            WriteQuoted(value);
    }

    /// <summary>Null.</summary>
    public void Null() => RawValue("null");

    /// <summary>A number as Python prints a float: <c>1.0</c>, <c>6.1e-15</c>, <c>NaN</c>.</summary>
    public void Value(double value) => RawValue(PythonFloat.Json(value));

    /// <summary>A whole number.</summary>
    public void Value(long value) => RawValue(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>True or false.</summary>
    public void Value(bool value) => RawValue(value ? "true" : "false");

    /// <summary>A value that is JSON already, ASCII and on one line.</summary>
    public void RawValue(string json)
    {
        Separate();
        WriteRaw(json);
    }

    /// <summary>An array of texts.</summary>
    public void Values(IEnumerable<string> values)
    {
        StartArray();
        foreach (var value in values)
            Value(value);
        EndArray();
    }

    /// <summary>A line feed between two top-level values, as in JSON lines.</summary>
    public void EndLine()
    {
        WriteRaw("\n");
        _isEmpty = true;
    }

    /// <summary>Hands everything written so far to the output.</summary>
    public void Flush()
    {
        output.Write(_buffer.WrittenSpan);
        _buffer.ResetWrittenCount();
    }

    /// <inheritdoc />
    public void Dispose() => Flush();

    private void Open(char bracket)
    {
        Separate();
        WriteRaw([bracket]);
        _depth++;
        _isEmpty = true;
    }

    private void Close(char bracket)
    {
        _depth--;
        if (indented && !_isEmpty)
            NewLine();
        WriteRaw([bracket]);
        _isEmpty = false;
        if (_buffer.WrittenCount > FlushAt)
            Flush();
    }

    private void Separate()
    {
        if (_afterName)
        {
            _afterName = false;
            return;
        }

        if (!_isEmpty)
            WriteRaw(indented ? "," : ", ");
        if (indented && _depth > 0)
            NewLine();
        _isEmpty = false;
    }

    private void NewLine()
    {
        WriteRaw("\n");
        for (var i = 0; i < _depth; i++)
            WriteRaw("  ");
    }

    private void WriteQuoted(string text)
    {
        WriteRaw("\"");
        var rest = text.AsSpan();
        while (rest.Length > 0)
        {
            var plain = PlainLength(rest);
            WriteRaw(rest[..plain]);
            rest = rest[plain..];
            if (rest.Length == 0)
                break;
            WriteEscaped(rest[0]);
            rest = rest[1..];
        }

        WriteRaw("\"");
    }

    private int PlainLength(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is < ' ' or '"' or '\\' || (asciiOnly && text[i] > '~'))
                return i;
        }

        return text.Length;
    }

    private void WriteEscaped(char c) => WriteRaw(c switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        '\b' => "\\b",
        '\f' => "\\f",
        _ => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
    });

    private void WriteRaw(ReadOnlySpan<char> text) => Encoding.UTF8.GetBytes(text, _buffer);
}
