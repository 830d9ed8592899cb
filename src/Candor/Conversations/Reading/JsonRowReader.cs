using System.Text.Json;
using Candor.Checkpoints;

namespace Candor.Conversations.Reading;

/// <summary>
/// Reads rows one by one from a JSON array, or from JSON values one after another (JSONL), whichever the file turns out to be. Memory is
/// that of the largest row; files of hundreds of thousands of rows are never held whole.
/// </summary>
internal sealed class JsonRowReader : IDisposable
{
    private const int FirstBufferSize = 1 << 18;
    private const int MaxRowBytes = 64 << 20;

    private static readonly JsonReaderOptions s_options = new() { AllowMultipleValues = true };

    private readonly string _path;
    private readonly Stream _stream;
    private byte[] _buffer = new byte[FirstBufferSize];
    private int _start;
    private int _end;
    private bool _isFinal;
    private bool _isArray;
    private JsonReaderState _state = new(s_options);
    private long _line = 1;
    private long _rowLine = 1;
    private int _row;

    private JsonRowReader(string path, Stream stream) => (_path, _stream) = (path, stream);

    /// <summary>The rows in order.</summary>
    /// <exception cref="InputException">The file cannot be read, or holds no rows; file, row and line are named.</exception>
    public static IEnumerable<JsonRow> Read(string path)
    {
        using var reader = new JsonRowReader(path, Open(path));
        reader.Begin();
        while (reader.TryRead(out var document))
        {
            using (document)
                yield return new JsonRow(document!.RootElement, new RowPlace(path, reader._row, reader._rowLine));
            reader._row++;
        }
    }

    /// <inheritdoc />
    public void Dispose() => _stream.Dispose();

    private static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException($"{path}: expected a file of rows, found none", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: expected a readable file: {error.Message}", error);
        }
    }

    /// <summary>Skips a byte-order mark and finds out whether the rows stand in an array.</summary>
    private void Begin()
    {
        Fill();
        if (_buffer.AsSpan(0, _end).StartsWith("\uFEFF"u8))
            _start = 3;
        var first = _buffer.AsSpan(_start, _end - _start).TrimStart(" \t\r\n"u8);
        _isArray = first.Length > 0 && first[0] == (byte)'[';
        if (first.Length == 0 || first[0] is not ((byte)'[' or (byte)'{'))
        {
            var found = first.Length == 0 ? "nothing" : "something else";
            throw new InputException($"{_path}: expected a JSON array of rows, or one JSON row a line, found {found}");
        }

        if (!_isArray)
            return;
        var reader = new Utf8JsonReader(_buffer.AsSpan(_start, _end - _start), isFinalBlock: false, _state);
        reader.Read();
        Take(ref reader);
    }

    private bool TryRead(out JsonDocument? row)
    {
        try
        {
            while (true)
            {
                if (TryReadBuffered(out row))
                    return row is not null;
                Fill();
            }
        }
        catch (JsonException error)
        {
            var line = (error.LineNumber ?? _line - 1) + 1;
            throw new InputException($"{new RowPlace(_path, _row, line)}: expected JSON: {Reason(error)}", error);
        }
    }

    /// <summary>Reads a row that is in the buffer whole; null at the end of the rows. False where more bytes are needed.</summary>
    private bool TryReadBuffered(out JsonDocument? row)
    {
        row = null;
        var bytes = _buffer.AsMemory(_start, _end - _start);
        var reader = new Utf8JsonReader(bytes.Span, _isFinal, _state);
        if (!reader.Read())
            return _isFinal;
        if (_isArray && reader.TokenType == JsonTokenType.EndArray)
            return EndsHere(ref reader);
        var begin = (int)reader.TokenStartIndex;
        if (!reader.TrySkip())
            return false;
        var end = (int)reader.BytesConsumed;
        _rowLine = _line + bytes.Span[..begin].Count((byte)'\n');
        row = JsonDocument.Parse(bytes[begin..end]);
        Take(ref reader);
        return true;
    }

    private bool EndsHere(ref Utf8JsonReader reader)
    {
        if (!reader.Read())
            return _isFinal;
        throw new InputException($"{_path}: expected nothing behind the array of {_row} rows, found more JSON");
    }

    private void Take(ref Utf8JsonReader reader)
    {
        var consumed = (int)reader.BytesConsumed;
        _line += _buffer.AsSpan(_start, consumed).Count((byte)'\n');
        _start += consumed;
        _state = reader.CurrentState;
    }

    /// <summary>Reads on, moving what is left to the front; a row larger than the buffer makes it grow.</summary>
    private void Fill()
    {
        var left = _end - _start;
        if (left >= MaxRowBytes)
            throw new InputException($"{new RowPlace(_path, _row, _line)}: expected at most {MaxRowBytes} bytes in a row, found more");
        var target = left > _buffer.Length / 2 ? new byte[_buffer.Length * 2] : _buffer;
        _buffer.AsSpan(_start, left).CopyTo(target);
        (_buffer, _start, _end) = (target, 0, left);
        try
        {
            var count = _stream.ReadAtLeast(_buffer.AsSpan(_end), 1, throwOnEndOfStream: false);
            _isFinal = count == 0;
            _end += count;
        }
        catch (IOException error)
        {
            throw new InputException($"{_path}: expected a readable file: {error.Message}", error);
        }
    }

    /// <summary>What the parser says, without its own count of lines, which begins at 0.</summary>
    private static string Reason(JsonException error)
    {
        var reason = ErrorText.Reason(error);
        var count = reason.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return count < 0 ? reason : reason[..count];
    }
}
