using System.Globalization;

namespace Candor.Cli.Terminals;

/// <summary>Progress as lines for logs and pipes: at the start and the end of a stage, and at most one every ten seconds between.</summary>
internal sealed class PlainProgress(TextWriter writer, TimeProvider clock)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private string? _stage;
    private long _started;
    private long _last;
    private long _doneAtStart;

    /// <summary>Writes a line if one is due.</summary>
    public void Report(WorkProgress update)
    {
        var now = clock.GetTimestamp();
        var isNew = _stage != update.Stage;
        if (isNew)
            (_stage, _started, _doneAtStart) = (update.Stage, now, update.Done);
        else if (update.Done < update.Total && clock.GetElapsedTime(_last, now) < Interval)
            return;

        _last = now;
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{update.Stage}: {update.Done}/{update.Total} {update.Unit}{Pace(update, now)}{(update.Detail.Length > 0 ? ", " : "")}{update.Detail}"));
    }

    private string Pace(WorkProgress update, long now)
    {
        var seconds = clock.GetElapsedTime(_started, now).TotalSeconds;
        var done = update.Done - _doneAtStart;
        if (seconds <= 0 || done <= 0)
            return "";
        var rate = done / seconds;
        var remaining = TimeSpan.FromSeconds(Math.Round((update.Total - update.Done) / rate));
        return string.Create(CultureInfo.InvariantCulture, $", {rate:0.0}/s") + (update.Done < update.Total ? $", {remaining:c} left" : "");
    }
}
