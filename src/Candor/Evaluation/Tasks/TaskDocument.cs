using Candor.Evaluation.Models;
using Candor.Evaluation.Text;

namespace Candor.Evaluation.Tasks;

/// <summary>One document of a task: what is asked, what is right, and what a log says about it.</summary>
public sealed record TaskDocument
{
    /// <summary>0-based row of the data file.</summary>
    public required int Row { get; init; }

    /// <summary>The prompt; of a document with a picture the question as the task has it, until the plan writes it into a template.</summary>
    public required string Context { get; init; }

    /// <summary>The picture that is asked about, or null.</summary>
    public RequestImage? Image { get; init; }

    /// <summary>What stands between prompt and answer (lm-eval's <c>target_delimiter</c>).</summary>
    public string Delimiter { get; init; } = " ";

    /// <summary>What is chosen from; a document may be asked in several ways at once (mc1 and mc2).</summary>
    public required IReadOnlyList<ChoiceSet> Sets { get; init; }

    /// <summary>Whether the choices of a set are asked from the last to the first (2023's yes before no).</summary>
    public bool AskInReverse { get; init; }

    /// <summary>The right answer's position, as the harness logs it.</summary>
    public required int Target { get; init; }

    /// <summary>Which group of related documents it belongs to, or null.</summary>
    public int? Group { get; init; }

    /// <summary>Writes the document as an object with the harness's fields; its hash identifies the document across runs.</summary>
    public required Action<PythonJsonWriter> Write { get; init; }

    /// <summary>Number of requests.</summary>
    public int RequestCount => Sets.Sum(set => set.Texts.Count);

    /// <summary>The requests, in the order in which the harness makes them. They share the context's text.</summary>
    public IEnumerable<LogLikelihoodRequest> Requests() =>
        Sets.SelectMany(set => AskInReverse ? set.Texts.Reverse() : set.Texts)
            .Select(text => new LogLikelihoodRequest(Context, Delimiter + text) { Image = Image });

    /// <summary>The log-likelihoods of one set, in the order of its texts.</summary>
    /// <param name="set">Which set.</param>
    /// <param name="answers">Answers to all <see cref="Requests"/>, in their order.</param>
    public double[] LogLikelihoods(int set, ReadOnlySpan<LogLikelihood> answers)
    {
        var start = Sets.Take(set).Sum(other => other.Texts.Count);
        var values = new double[Sets[set].Texts.Count];
        for (var i = 0; i < values.Length; i++)
            values[AskInReverse ? values.Length - 1 - i : i] = answers[start + i].Value;
        return values;
    }
}
