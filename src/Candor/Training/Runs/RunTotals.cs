using System.Text.Json;
using Candor.Evaluation.Text;

namespace Candor.Training.Runs;

/// <summary>Sums that a run carries over an interruption beside its log, in <c>run_totals.json</c> of each checkpoint.</summary>
internal sealed record RunTotals
{
    /// <summary>The file's name.</summary>
    public const string FileName = "run_totals.json";

    /// <summary>Loss of all updates.</summary>
    public double Loss { get; init; }

    /// <summary>Loss of the updates since the last log entry.</summary>
    public double PendingLoss { get; init; }

    /// <summary>How many those are.</summary>
    public int PendingSteps { get; init; }

    /// <summary>Rows trained on.</summary>
    public long Samples { get; init; }

    /// <summary>Floating-point operations.</summary>
    public double Flos { get; init; }

    /// <summary>The sums with one more update.</summary>
    public RunTotals With(UpdateOutcome outcome, int samples) => this with
    {
        Loss = Loss + outcome.Loss,
        PendingLoss = PendingLoss + outcome.Loss,
        PendingSteps = PendingSteps + 1,
        Samples = Samples + samples,
        Flos = Flos + outcome.Flos,
    };

    /// <summary>Writes the file of a folder.</summary>
    public void Write(string folder)
    {
        using var output = File.Create(Path.Combine(folder, FileName));
        using (var json = new PythonJsonWriter(output, indented: true))
        {
            json.StartObject();
            json.Member("loss", Loss);
            json.Member("pending_loss", PendingLoss);
            json.Member("pending_steps", PendingSteps);
            json.Member("samples", Samples);
            json.Member("flos", Flos);
            json.EndObject();
        }

        output.WriteByte((byte)'\n');
    }

    /// <summary>Reads the file of a folder that a manifest vouches for.</summary>
    public static RunTotals Read(string folder)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, FileName)));
        var root = document.RootElement;
        return new RunTotals
        {
            Loss = root.GetProperty("loss").GetDouble(),
            PendingLoss = root.GetProperty("pending_loss").GetDouble(),
            PendingSteps = root.GetProperty("pending_steps").GetInt32(),
            Samples = root.GetProperty("samples").GetInt64(),
            Flos = root.GetProperty("flos").GetDouble(),
        };
    }
}
