using System.Buffers.Binary;

namespace Candor.Training.Logs;

/// <summary>
/// A TensorBoard event file: TFRecords of scalars. A run has one, whatever its interruptions: when it goes on, events after the update it
/// goes on from are cut off.
/// </summary>
internal sealed class TensorBoardLog : IDisposable
{
    private const int HeaderBytes = 12;
    private const int FooterBytes = 4;
    private const int MaxRecordBytes = 1 << 20;

    private readonly FileStream _stream;

    private TensorBoardLog(FileStream stream) => _stream = stream;

    /// <summary>The file of a run's folder; TensorBoard finds it by the middle of its name.</summary>
    public static string PathIn(string folder) => Path.Combine(folder, "runs", "events.out.tfevents.candor");

    /// <summary>Opens or creates the file of a run.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="lastStep">The last update that counts; 0 starts the file anew.</param>
    /// <param name="now">The time, for a new file's first event.</param>
    public static TensorBoardLog Open(string folder, int lastStep, DateTimeOffset now)
    {
        var path = PathIn(folder);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        var log = new TensorBoardLog(stream);
        stream.SetLength(lastStep == 0 ? 0 : KeptLength(stream, lastStep));
        stream.Seek(0, SeekOrigin.End);
        if (stream.Length == 0)
            log.Append(TensorBoardEvent.Version(Seconds(now)));
        return log;
    }

    /// <summary>Writes some scalars of one step.</summary>
    public void Append(DateTimeOffset now, long step, params (string Tag, double Value)[] scalars) =>
        Append(TensorBoardEvent.Scalars(Seconds(now), step, scalars));

    /// <inheritdoc />
    public void Dispose() => _stream.Dispose();

    private static double Seconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / 1000.0;

    private void Append(byte[] message)
    {
        var record = new byte[HeaderBytes + message.Length + FooterBytes];
        BinaryPrimitives.WriteInt64LittleEndian(record, message.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(8), MaskedCrc32C.Of(record.AsSpan(0, 8)));
        message.CopyTo(record, HeaderBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(HeaderBytes + message.Length), MaskedCrc32C.Of(message));
        _stream.Write(record);
    }

    /// <summary>Where the last whole record at or before a step ends.</summary>
    private static long KeptLength(FileStream stream, int lastStep)
    {
        var kept = 0L;
        var header = new byte[HeaderBytes];
        while (stream.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) == HeaderBytes)
        {
            var length = BinaryPrimitives.ReadInt64LittleEndian(header);
            if (length is < 0 or > MaxRecordBytes)
                break;
            var body = new byte[length + FooterBytes];
            if (stream.ReadAtLeast(body, body.Length, throwOnEndOfStream: false) < body.Length)
                break;
            if (TensorBoardEvent.StepOf(body.AsSpan(0, (int)length)) is not { } step || step > lastStep)
                break;
            kept = stream.Position;
        }

        return kept;
    }
}
