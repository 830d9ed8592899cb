using System.Globalization;
using Candor.Cli.Terminals;
using Candor.Studies.Graph;
using Candor.Studies.Running;

namespace Candor.Cli.Studies;

/// <summary>A study's run as lines, for logs and pipes.</summary>
internal sealed class StudyLines(TextWriter writer, int total, TimeProvider clock) : IStudyObserver
{
    private int _ended;
    private PlainProgress _progress = new(writer, clock);

    /// <inheritdoc />
    public void Changed(StudyStep step, StepState state, string reason)
    {
        if (state == StepState.Running)
            _progress = new PlainProgress(writer, clock);
        else
            _ended++;
        var count = string.Create(CultureInfo.InvariantCulture, $"[{_ended}/{total}]");
        writer.WriteLine($"{count} {step.Name}: {StudyText.Of(state)}{(reason.Length > 0 ? ": " : "")}{reason}");
    }

    /// <inheritdoc />
    public void Progressed(StudyStep step, StepProgress progress) =>
        _progress.Report(new WorkProgress(step.Name, progress.Done, progress.Total, progress.Unit) { Detail = progress.Detail });

    /// <inheritdoc />
    public void Noted(string line) => writer.WriteLine(line);
}
