using Candor.Evaluation.Comparison;
using Candor.Reports.Facts;
using Candor.Reports.Plots;

namespace Candor.Reports.Html;

/// <summary>What the comparisons show, a question at a time, with the differences drawn.</summary>
internal static class VerdictSection
{
    public static void Write(HtmlWriter html, StudyFacts facts)
    {
        using (html.Open("section", ("id", "verdicts"), ("aria-labelledby", "verdicts-heading")))
        {
            html.Element("h2", "Verdicts", ("id", "verdicts-heading"));
            html.Element("p", VerdictWords.Summary(facts), ("class", "lead"));
            var reach = ForestPlot.Reach(facts.Pairs);
            foreach (var (i, pair) in facts.Pairs.Index())
                WritePair(html, pair, ForestPlot.Draw(pair, "forest-" + Numbers.Whole(i + 1), reach));
            if (facts.Pairs.Count > 0)
                html.Element("p", ComparisonNotes.Method(facts.Family), ("class", "method"));
        }
    }

    private static void WritePair(HtmlWriter html, PairFacts pair, string? plot)
    {
        using (html.Open("article", ("class", "pair")))
        {
            html.Element("h3", pair.Pair.Question);
            html.Element("p", VerdictWords.Of(pair), ("class", "answer"));
            using (html.Open("div", ("class", "beside")))
            {
                WriteSentences(html, pair);
                if (plot is not null)
                {
                    using (html.Open("figure"))
                        html.Raw(plot);
                }
            }

            if (VerdictWords.Seeds(pair) is { } seeds)
                html.Element("p", seeds, ("class", "method"));
            var notes = ComparisonNotes.Of(pair.Differences.Select(difference => difference.Comparison));
            if (notes.Count > 0)
                html.Element("p", "Mind: " + string.Join("; ", notes) + ".", ("class", "method"));
        }
    }

    private static void WriteSentences(HtmlWriter html, PairFacts pair)
    {
        using (html.Open("ul", ("class", "sentences")))
        {
            foreach (var difference in pair.Differences)
            {
                var comparison = difference.Comparison;
                using (html.Open("li", ("class", comparison.IsShown ? "shown" : null)))
                {
                    html.Element("strong", $"{comparison.Task} {comparison.MetricName}");
                    html.Text($" ({VerdictWords.Levels(difference)}): {VerdictWords.Of(difference)}");
                    foreach (var caution in difference.Cautions)
                        html.Element("span", caution, ("class", "caution"));
                }
            }
        }
    }
}
