using Candor.Evaluation.Models;

namespace Candor.Evaluation.Running;

/// <summary>
/// The answers an evaluation has so far, on disk. Each is appended as it comes, unbuffered, so that a killed process loses at most the
/// line it was writing; a torn last line is cut off at the next opening. One process at a time writes.
/// </summary>
internal sealed class Journal : IDisposable
{
    /// <summary>Larger files are refused.</summary>
    private const long MaximumBytes = 1L << 30;

    private readonly string _path;
    private readonly Dictionary<string, LogLikelihood> _answers;
    private readonly List<string> _order;
    private readonly FileStream _stream;

    private Journal(string path, FileStream stream, Dictionary<string, LogLikelihood> answers, List<string> order)
    {
        _path = path;
        _stream = stream;
        _answers = answers;
        _order = order;
    }

    /// <summary>Opens or creates a journal.</summary>
    /// <exception cref="InputException">Another process writes it, or a line that is not the last is broken.</exception>
    public static Journal Open(string path)
    {
        var stream = OpenExclusively(path);
        try
        {
            var answers = new Dictionary<string, LogLikelihood>();
            var order = new List<string>();
            stream.SetLength(Read(path, stream, answers, order));
            stream.Seek(0, SeekOrigin.End);
            return new Journal(path, stream, answers, order);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>The answer to a request, if there is one.</summary>
    public bool TryFind(string key, out LogLikelihood answer) => _answers.TryGetValue(key, out answer);

    /// <summary>Writes an answer down.</summary>
    public void Append(string key, LogLikelihood answer)
    {
        if (!_answers.TryAdd(key, answer))
            return;
        _order.Add(key);
        _stream.Write(JournalLine.Format(key, answer));
    }

    /// <summary>
    /// Closes the journal with its lines in the order given, others after them as they are, so that a continued evaluation leaves the
    /// same file as an uninterrupted one.
    /// </summary>
    public void Close(IEnumerable<string> order)
    {
        Dispose();
        var keys = order.Concat(_order).Distinct();
        if (keys.SequenceEqual(_order))
            return;
        AtomicFile.Write(_path, output =>
        {
            foreach (var key in keys)
                output.Write(JournalLine.Format(key, _answers[key]));
        });
    }

    /// <inheritdoc />
    public void Dispose() => _stream.Dispose();

    private static FileStream OpenExclusively(string path)
    {
        try
        {
            // No buffer: each line reaches the system as it is written.
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (IOException e) when (File.Exists(path))
        {
            throw new InputException($"{path}: cannot be opened: another evaluation may be writing here ({e.Message})", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: cannot be opened for writing: {e.Message}", e);
        }
    }

    /// <summary>Reads whole lines; returns where they end.</summary>
    private static int Read(string path, FileStream stream, Dictionary<string, LogLikelihood> answers, List<string> order)
    {
        if (stream.Length > MaximumBytes)
            throw new InputException($"{path}: expected a journal of at most {MaximumBytes >> 20} MiB, found {stream.Length >> 20} MiB");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);

        var start = 0;
        for (var number = 1; start < bytes.Length; number++)
        {
            var length = bytes.AsSpan(start).IndexOf((byte)'\n');
            if (length < 0)
                return start;
            if (JournalLine.Parse(bytes.AsMemory(start, length)) is not { } line)
            {
                // The last line may be torn even where its end reached the disk; an earlier one cannot be.
                return start + length + 1 == bytes.Length
                    ? start
                    : throw new InputException(
                        $"{path}: line {number}: expected {{\"key\", \"ll\", \"greedy\"}}, found something else; delete the file to start anew");
            }

            if (answers.TryAdd(line.Key, line.Answer))
                order.Add(line.Key);
            start += length + 1;
        }

        return start;
    }
}
