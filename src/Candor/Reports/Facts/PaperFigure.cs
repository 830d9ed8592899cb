using System.Globalization;
using CsvHelper;

namespace Candor.Reports.Facts;

/// <summary>A figure of the paper "Sight Beyond Text", as it was seen in others' summaries: its own tables were not to be had.</summary>
/// <param name="Id">Its number in the list.</param>
/// <param name="Model">The model.</param>
/// <param name="Variant">How it was tuned: <c>MM-ft</c>, <c>MM-lora minus base</c>.</param>
/// <param name="Benchmark">The benchmark.</param>
/// <param name="Metric">The metric, as far as it is known.</param>
/// <param name="Value">The value in percent.</param>
/// <param name="Relation"><c>=</c>, <c>~</c> (about) or <c>&gt;</c>.</param>
/// <param name="Version">Which version of the paper.</param>
/// <param name="Mark">How it was seen: <c>prose</c> is a sentence of someone else's summary.</param>
public sealed record PaperFigure(
    string Id, string Model, string Variant, string Benchmark, string Metric, double Value, string Relation, string Version, string Mark)
{
    private static readonly Lazy<IReadOnlyList<PaperFigure>> s_all = new(Read);

    /// <summary>All figures that were seen.</summary>
    public static IReadOnlyList<PaperFigure> All => s_all.Value;

    private static List<PaperFigure> Read()
    {
        using var csv = new CsvReader(new StringReader(Assets.Text("paper-figures.csv")), CultureInfo.InvariantCulture);
        csv.Read();
        csv.ReadHeader();
        var figures = new List<PaperFigure>();
        while (csv.Read())
        {
            figures.Add(new PaperFigure(
                csv.GetField("id")!,
                csv.GetField("model")!,
                csv.GetField("variant")!,
                csv.GetField("benchmark")!,
                csv.GetField("metric")!,
                csv.GetField<double>("value"),
                csv.GetField("relation")!,
                csv.GetField("version")!,
                csv.GetField("mark")!));
        }

        return figures;
    }
}
