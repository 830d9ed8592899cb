using Candor.Reports.Facts;
using Candor.Reports.Plots;
using Candor.Reports.Tables;

namespace Candor.Reports.Html;

/// <summary>The trainings and their loss curves.</summary>
internal static class TrainingSection
{
    public static void Write(HtmlWriter html, StudyFacts facts, ReportTables tables)
    {
        using (html.Open("section", ("id", "training"), ("aria-labelledby", "training-heading")))
        {
            html.Element("h2", "Training", ("id", "training-heading"));
            if (facts.Trainings.Count == 0)
            {
                html.Element("p", "Nothing was trained.");
                return;
            }

            using (html.Open("div", ("class", "figures")))
            {
                foreach (var (i, arm) in facts.Trainings.GroupBy(training => training.Arm).Index())
                    WriteFigure(html, arm.Key, LossPlot.Draw([.. arm], "loss-" + Numbers.Whole(i + 1)));
            }

            HtmlTable.Write(html, tables.Trainings);
            using (html.Open("p", ("class", "csv")))
            {
                html.Text("Every update: ");
                html.Element("a", $"tables/{tables.LossCurves.Name}.csv", ("href", $"tables/{tables.LossCurves.Name}.csv"));
            }
        }
    }

    private static void WriteFigure(HtmlWriter html, string arm, string? plot)
    {
        if (plot is null)
            return;
        using (html.Open("figure"))
        {
            html.Raw(plot);
            html.Element("figcaption", arm);
        }
    }
}
