namespace Candor.Training.Logs;

/// <summary>The bytes of TensorBoard's <c>Event</c> message (event.proto, summary.proto): the few fields that scalars need.</summary>
internal static class TensorBoardEvent
{
    private const int WallTime = 1;
    private const int Step = 2;
    private const int FileVersion = 3;
    private const int Summary = 5;
    private const int SummaryValue = 1;
    private const int Tag = 1;
    private const int SimpleValue = 2;

    private const byte WallTimeKey = (WallTime << 3) | 1;
    private const byte StepKey = Step << 3;

    /// <summary>The event that every file begins with.</summary>
    public static byte[] Version(double wallTime)
    {
        var message = new ProtobufWriter();
        message.Double(WallTime, wallTime);
        message.Text(FileVersion, "brain.Event:2");
        return message.ToArray();
    }

    /// <summary>Some scalars at one step.</summary>
    public static byte[] Scalars(double wallTime, long step, IEnumerable<(string Tag, double Value)> scalars)
    {
        var message = new ProtobufWriter();
        message.Double(WallTime, wallTime);
        message.Integer(Step, step);
        message.Message(Summary, summary =>
        {
            foreach (var scalar in scalars)
            {
                summary.Message(SummaryValue, value =>
                {
                    value.Text(Tag, scalar.Tag);
                    value.Single(SimpleValue, (float)scalar.Value);
                });
            }
        });
        return message.ToArray();
    }

    /// <summary>The step of an event; 0 where it names none. Null where the bytes are no event.</summary>
    public static long? StepOf(ReadOnlySpan<byte> message)
    {
        if (message.Length < 9 || message[0] != WallTimeKey)
            return null;
        var rest = message[9..];
        if (rest.Length == 0 || rest[0] != StepKey)
            return 0;
        var step = 0UL;
        for (var i = 1; i < Math.Min(rest.Length, 11); i++)
        {
            step |= (ulong)(rest[i] & 0x7f) << (7 * (i - 1));
            if (rest[i] < 0x80)
                return (long)step;
        }

        return null;
    }
}
