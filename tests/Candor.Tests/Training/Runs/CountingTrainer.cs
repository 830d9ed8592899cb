using System.Globalization;
using Candor.Training.Runs;

namespace Candor.Tests.Training.Runs;

/// <summary>A trainer whose whole state is the sum of the rows it saw, so that a lost or repeated update shows.</summary>
internal sealed class CountingTrainer : ITrainer
{
    public long Sum { get; private set; }

    public List<int> Rows { get; } = [];

    /// <summary>Called before each update with the number of updates made.</summary>
    public Action<int> BeforeUpdate { get; init; } = _ => { };

    /// <summary>Called while a checkpoint or the model is written.</summary>
    public Action<string> WhileSaving { get; init; } = _ => { };

    private int _updates;

    public UpdateOutcome Update(IReadOnlyList<IReadOnlyList<int>> microBatches)
    {
        BeforeUpdate(_updates);
        _updates++;
        var rows = microBatches.SelectMany(batch => batch).ToList();
        Rows.AddRange(rows);
        foreach (var row in rows)
            Sum = unchecked(Sum * 31 + row);
        return new UpdateOutcome { Loss = 1.0 / (3 + _updates) + rows[0], GradNorm = 1.0 / rows.Count, NextLearningRate = 0.1 / _updates, Tokens = rows.Count, Flos = 6 };
    }

    public void SaveCheckpoint(string folder)
    {
        File.WriteAllText(Path.Combine(folder, "model.txt"), Sum.ToString(CultureInfo.InvariantCulture));
        WhileSaving(folder);
        File.WriteAllText(Path.Combine(folder, "updates.txt"), _updates.ToString(CultureInfo.InvariantCulture));
    }

    public void Resume(string folder)
    {
        Sum = long.Parse(File.ReadAllText(Path.Combine(folder, "model.txt")), CultureInfo.InvariantCulture);
        _updates = int.Parse(File.ReadAllText(Path.Combine(folder, "updates.txt")), CultureInfo.InvariantCulture);
    }

    public void SaveModel(string folder)
    {
        File.WriteAllText(Path.Combine(folder, "model.txt"), Sum.ToString(CultureInfo.InvariantCulture));
        WhileSaving(folder);
    }
}
