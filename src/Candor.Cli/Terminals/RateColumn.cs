using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Candor.Cli.Terminals;

/// <summary>Done, total and units a second.</summary>
internal sealed class RateColumn(IReadOnlyDictionary<ProgressTask, string> units) : ProgressColumn
{
    /// <inheritdoc />
    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime)
    {
        var rate = task.Speed is { } speed ? string.Create(CultureInfo.InvariantCulture, $", {speed:0.0}/s") : "";
        return new Text(string.Create(CultureInfo.InvariantCulture, $"{task.Value:0}/{task.MaxValue:0} {units.GetValueOrDefault(task)}{rate}"));
    }
}
