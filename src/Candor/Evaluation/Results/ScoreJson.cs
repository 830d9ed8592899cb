using Candor.Evaluation.Metrics;
using Candor.Evaluation.Text;
using Candor.Statistics;

namespace Candor.Evaluation.Results;

/// <summary>A score card as <c>run.json</c> holds it.</summary>
internal static class ScoreJson
{
    /// <summary>Writes the object.</summary>
    public static void Write(PythonJsonWriter writer, ScoreCard score)
    {
        writer.StartObject();
        writer.Member("task", score.Task);
        writer.Member("metric", score.Metric);
        WriteNumberOrNull(writer, "value", score.Value);
        writer.Member("n", score.Count);
        writer.Member("unit", score.Unit);
        WriteNumberOrNull(writer, "standard_error", score.StandardError);
        WriteNumberOrNull(writer, "clustered_standard_error", score.ClusteredStandardError);
        WriteInterval(writer, score.Interval);
        writer.Member("interval_method", score.IntervalMethod);
        WriteNumberOrNull(writer, "chance", score.Chance);
        WriteBaselines(writer, score);
        writer.EndObject();
    }

    private static void WriteInterval(PythonJsonWriter writer, Interval? interval)
    {
        writer.Name("interval_95");
        if (interval is not { } bounds)
        {
            writer.Null();
            return;
        }

        writer.StartArray();
        writer.Value(bounds.Low);
        writer.Value(bounds.High);
        writer.EndArray();
    }

    private static void WriteBaselines(PythonJsonWriter writer, ScoreCard score)
    {
        writer.Name("best_constant");
        if (score.BestConstant is { } constant)
        {
            writer.StartObject();
            writer.Member("answer", constant.Answer);
            WriteNumberOrNull(writer, "value", constant.Value);
            writer.EndObject();
        }
        else
        {
            writer.Null();
        }

        writer.Name("answer_shares");
        writer.StartObject();
        foreach (var share in score.AnswerShares)
            writer.Member(share.Answer, share.Share);
        writer.EndObject();
    }

    /// <summary>NaN is no JSON; only lm-eval's own files carry it.</summary>
    private static void WriteNumberOrNull(PythonJsonWriter writer, string name, double? value)
    {
        if (value is { } number && double.IsFinite(number))
            writer.Member(name, number);
        else
            writer.Member(name, (string?)null);
    }
}
