using System.Globalization;
using System.Text;
using System.Text.Json;
using Candor.Evaluation.Text;

namespace Candor.Training.Logs;

/// <summary>
/// <c>trainer_log.jsonl</c> with LLaMA-Factory's keys: a line an entry, written as it comes. The file is held by one process at a time, so
/// it guards the run's folder as well.
/// </summary>
internal sealed class TrainerLog : IDisposable
{
    /// <summary>The file's name.</summary>
    public const string FileName = "trainer_log.jsonl";

    private readonly FileStream _stream;

    private TrainerLog(FileStream stream) => _stream = stream;

    /// <summary>Opens or creates the log of a run.</summary>
    /// <exception cref="InputException">Another process writes it, or it cannot be opened.</exception>
    public static TrainerLog Open(string folder)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            return new TrainerLog(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: cannot be opened: another run may be writing here ({error.Message})", error);
        }
    }

    /// <summary>Cuts off what came after the update that the run goes on from, and a torn last line.</summary>
    /// <param name="lastStep">The last update that counts; 0 empties the log.</param>
    public void Truncate(int lastStep)
    {
        _stream.Seek(0, SeekOrigin.Begin);
        _stream.SetLength(KeptLength(_stream, lastStep));
        _stream.Seek(0, SeekOrigin.End);
    }

    /// <summary>Writes a line.</summary>
    public void Append(LogEntry entry, int totalSteps, TimeSpan elapsed, TimeSpan remaining)
    {
        using var line = new MemoryStream();
        using (var json = new PythonJsonWriter(line))
        {
            json.StartObject();
            json.Member("current_steps", entry.Step);
            json.Member("total_steps", totalSteps);
            json.Member("loss", entry.Loss);
            json.Member("lr", entry.LearningRate);
            json.Member("epoch", entry.Epoch);
            json.Member("percentage", Math.Round(100.0 * entry.Step / totalSteps, 2));
            json.Member("elapsed_time", Clock(elapsed));
            json.Member("remaining_time", Clock(remaining));
            json.EndObject();
            json.EndLine();
        }

        _stream.Write(line.GetBuffer().AsSpan(0, (int)line.Length));
    }

    /// <inheritdoc />
    public void Dispose() => _stream.Dispose();

    /// <summary>Python's <c>str(timedelta(seconds=int(seconds)))</c>.</summary>
    private static string Clock(TimeSpan time)
    {
        var days = time.Days == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{time.Days} day{(time.Days == 1 ? "" : "s")}, ");
        return days + string.Create(CultureInfo.InvariantCulture, $"{time.Hours}:{time.Minutes:00}:{time.Seconds:00}");
    }

    private static long KeptLength(FileStream stream, int lastStep)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
        var kept = 0L;
        while (reader.ReadLine() is { } line && StepOf(line) is { } step && step <= lastStep)
            kept += Encoding.UTF8.GetByteCount(line) + 1;
        return Math.Min(kept, stream.Length);
    }

    private static int? StepOf(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return document.RootElement.GetProperty("current_steps").GetInt32();
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return null;
        }
    }
}
