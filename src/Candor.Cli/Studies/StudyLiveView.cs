using System.Globalization;
using Candor.Studies.Graph;
using Candor.Studies.Running;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Candor.Cli.Studies;

/// <summary>The graph of a study as a table that changes while it runs.</summary>
/// <param name="context">Where it is drawn.</param>
/// <param name="graph">The steps.</param>
/// <param name="height">Lines of the terminal.</param>
/// <param name="clock">Tells the time.</param>
internal sealed class StudyLiveView(LiveDisplayContext context, StudyGraph graph, int height, TimeProvider clock) : IStudyObserver
{
    private const int NoteLines = 3;

    /// <summary>Lines that are no steps: the table's head, what is left out above and below, notes.</summary>
    private const int OtherLines = 6 + NoteLines;

    /// <summary>Steps shown before the one that runs.</summary>
    private const int StepsBefore = 3;

    /// <summary>A redraw costs more than an update of a tiny model.</summary>
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    private readonly Dictionary<string, (StepState State, string Text)> _rows = graph.Steps.ToDictionary(
        step => step.Name, _ => (StepState.Waiting, ""), StringComparer.Ordinal);

    private readonly Queue<string> _notes = new();
    private long _begun;
    private long _drawn;

    /// <inheritdoc />
    public void Changed(StudyStep step, StepState state, string reason)
    {
        var took = state == StepState.Done && _rows[step.Name].State == StepState.Running
            ? string.Create(CultureInfo.InvariantCulture, $"{clock.GetElapsedTime(_begun).TotalSeconds:0.0} s")
            : "";
        if (state == StepState.Running)
            _begun = clock.GetTimestamp();
        _rows[step.Name] = (state, reason.Length > 0 ? reason : took);
        Draw();
    }

    /// <inheritdoc />
    public void Progressed(StudyStep step, StepProgress progress)
    {
        _rows[step.Name] = (StepState.Running, Describe(progress));
        if (clock.GetElapsedTime(_drawn) > s_pause)
            Draw();
    }

    /// <inheritdoc />
    public void Noted(string line)
    {
        _notes.Enqueue(line);
        if (_notes.Count > NoteLines)
            _notes.Dequeue();
        Draw();
    }

    private void Draw()
    {
        _drawn = clock.GetTimestamp();
        var table = new Table().Border(TableBorder.Simple).AddColumns("step", "waits for", "state", "");
        var (first, count) = Window();
        foreach (var step in graph.Steps.Skip(first).Take(count))
        {
            var (state, text) = _rows[step.Name];
            table.AddRow(new Text(step.Name), new Text(Waits(step)), new Markup($"[{StudyText.Color(state)}]{StudyText.Of(state)}[/]"), new Text(text));
        }

        var left = string.Create(CultureInfo.InvariantCulture, $"{first} steps above, {graph.Steps.Count - first - count} below");
        IEnumerable<string> lines = count < graph.Steps.Count ? [left, .. _notes] : _notes;
        IRenderable[] parts = [table, .. lines.Select(line => new Text(line))];
        context.UpdateTarget(new Rows(parts));
        context.Refresh();
    }

    /// <summary>The steps that fit the terminal, with the first that is not done among them.</summary>
    private (int First, int Count) Window()
    {
        var count = Math.Min(graph.Steps.Count, Math.Max(StepsBefore + 1, height - OtherLines));
        var now = graph.Steps.TakeWhile(step => _rows[step.Name].State is not (StepState.Waiting or StepState.Running)).Count();
        return (Math.Clamp(now - StepsBefore, 0, graph.Steps.Count - count), count);
    }

    private string Describe(StepProgress progress)
    {
        var elapsed = clock.GetElapsedTime(_begun);
        var remaining = progress.Done > 0 && progress.Done < progress.Total
            ? $", {TimeSpan.FromSeconds(Math.Round(elapsed.TotalSeconds * (progress.Total - progress.Done) / progress.Done)):c} left"
            : "";
        return string.Create(CultureInfo.InvariantCulture, $"{progress.Done}/{progress.Total} {progress.Unit}{remaining}")
            + (progress.Detail.Length > 0 ? ", " + progress.Detail : "");
    }

    private static string Waits(StudyStep step) => step.RunsAfterFailures ? "all" : string.Join(", ", step.Upstream);
}
