using Candor.Evaluation.Data;
using Candor.Evaluation.Metrics;
using Candor.Evaluation.Protocols;
using Candor.Evaluation.Text;

namespace Candor.Evaluation.Tasks;

/// <summary>
/// Questions about pictures with answers to choose from, in the user's own file: no harness has this task, so it is the same under every
/// protocol but for the order of documents. Questions about one picture form a group.
/// </summary>
public sealed class PictureQuestions : IEvaluationTask
{
    private static readonly TaskEdition s_edition = new("1.0", [Accuracy.Of("acc")]);

    /// <inheritdoc />
    public TaskCard Card { get; } = new()
    {
        Name = "picture_questions",
        PaperName = "Picture questions",
        DataPath = "picture_questions/questions.jsonl",
        OriginalSha256 = null,
        PromptTemplate = "<image>\n{{question}}",
        WhyZeroShot = "a model takes one picture a prompt, so questions about pictures are asked 0-shot",
        Editions = ProtocolRegistry.All.ToDictionary(protocol => protocol.Name, _ => s_edition),
    };

    /// <inheritdoc />
    public IEnumerable<TaskDocument> Read(DataFile file, Protocol protocol)
    {
        var questions = PictureQuestionsJsonl.Read(file);
        var pictures = questions.Select(question => question.Image.Digest).Distinct().Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        return questions.Select(question => new TaskDocument
        {
            Row = question.Row,
            Group = pictures.Count < questions.Count ? pictures[question.Image.Digest] : null,
            Context = question.Question,
            Image = question.Image,
            Sets = [ChoiceSet.OneOf(question.Choices, question.Answer)],
            Target = question.Answer,
            Write = writer => Write(writer, question),
        });
    }

    private static void Write(PythonJsonWriter writer, PictureQuestion question)
    {
        writer.StartObject();
        writer.Member("image", question.FileName);
        writer.Member("image_sha256", question.Image.Digest);
        writer.Member("question", question.Question);
        writer.Name("choices");
        writer.Values(question.Choices);
        writer.Member("answer", question.Answer);
        if (question.Kind is { } kind)
            writer.Member("kind", kind);
        writer.EndObject();
    }
}
