using System.Security.Cryptography;
using System.Text;
using Candor.Reports.Facts;
using Candor.Reports.Tables;

namespace Candor.Reports.Html;

/// <summary>The report as one page that asks for nothing from outside: style sheet, script, drawings and data are in it.</summary>
internal static class HtmlPage
{
    /// <summary>The page's text.</summary>
    public static string Text(StudyFacts facts, ReportTables tables)
    {
        var html = new HtmlWriter();
        html.Raw("<!DOCTYPE html>");
        using (html.Open("html", ("lang", "en")))
        {
            var script = Assets.Text("report.js");
            WriteHead(html, facts, Assets.Text("report.css"), script);
            using (html.Open("body"))
            {
                html.Element("a", "Skip to the verdicts", ("class", "skip"), ("href", "#verdicts"));
                Opening.Write(html, facts, tables);
                using (html.Open("main", ("id", "main")))
                    WriteMain(html, facts, tables);
                Closing(html);
                html.Raw($"<script type=\"application/json\" id=\"documents-data\">{DocumentJson.Text(facts)}</script>");
                html.Raw($"<script>{script}</script>");
            }
        }

        return html.ToString();
    }

    private static void WriteHead(HtmlWriter html, StudyFacts facts, string style, string script)
    {
        using (html.Open("head"))
        {
            html.Void("meta", ("charset", "utf-8"));
            // The page may load nothing and run nothing but its own script.
            var policy = $"default-src 'none'; style-src '{Digest(style)}'; script-src '{Digest(script)}'; base-uri 'none'; form-action 'none'";
            html.Void("meta", ("http-equiv", "Content-Security-Policy"), ("content", policy));
            html.Void("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
            html.Void("meta", ("name", "color-scheme"), ("content", "light dark"));
            html.Element("title", facts.Manifest.Title);
            html.Raw($"<style>{style}</style>");
        }
    }

    private static void WriteMain(HtmlWriter html, StudyFacts facts, ReportTables tables)
    {
        VerdictSection.Write(html, facts);
        StudySection.Write(html, facts, tables);
        ScoreSection.Write(html, facts, tables);
        TrainingSection.Write(html, facts, tables);
        DocumentSection.Write(html, facts, tables);
        SkippedSection.Write(html, tables);
        ProvenanceSection.Write(html, facts, tables);
    }

    private static void Closing(HtmlWriter html)
    {
        using (html.Open("footer"))
        {
            html.Element(
                "p",
                "Made from logs alone, and byte for byte the same when made again from them: candor report. Nothing on this page comes from the network.");
        }
    }

    private static string Digest(string text) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
