using System.Security.Cryptography;
using System.Text.Json;
using Candor.Conversations.Templates;
using Candor.Evaluation.Comparison;
using Candor.Evaluation.Comparison.Readers;
using Candor.Evaluation.Models;
using Candor.Evaluation.Planning;
using Candor.Evaluation.Protocols;
using Candor.Evaluation.Running;
using Candor.Evaluation.Tasks;
using Candor.TestSupport;

namespace Candor.Tests.Evaluation.Tasks;

/// <summary>Questions about pictures from the file to logs and their comparison, without a model.</summary>
public sealed class PictureQuestionsTests : IDisposable
{
    private const string Circle = """{"image": "drawn_circle.png", "question": "Which?", "choices": ["a", "b"], "answer": 1}""";

    private static readonly PictureSettings s_own = new(ConversationTemplates.VicunaV1);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AQuestionIsWrittenAsTrainingWritesRows()
    {
        PictureQuestionFolder.Write(_folder.FullPath);

        var document = Plan(s_own).Tasks[0].Documents[0];

        Assert.Equal(
            ConversationTemplates.VicunaV1.System + " USER: <image>\nWhich shape is shown? ASSISTANT:", document.Context);
        Assert.Equal([" circle", " square", " star"], document.Requests().Select(request => request.Continuation));
        var digest = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Goldens.Committed("small", "clip", "images", "drawn_circle.png"))));
        Assert.All(document.Requests(), request => Assert.Equal(digest, request.Image!.Digest));
    }

    [Theory]
    [InlineData("v1_mmtag", "<Image><image></Image>\nWhich", " circle")]
    [InlineData("chatml", "<image>\nWhich shape is shown?<|im_end|>\n<|im_start|>assistant\n", "circle")]
    [InlineData("v0_plain", "<image>\nWhich shape is shown?\n", "circle")]
    [InlineData("llava_llama_2", "<image>\nWhich shape is shown? [/INST]", " circle")]
    public void ATemplateDecidesThePromptAndWhatStandsBeforeTheAnswer(string template, string part, string answer)
    {
        PictureQuestionFolder.Write(_folder.FullPath);

        var request = Plan(new PictureSettings(ConversationTemplates.Get(template))).Requests().First();

        Assert.Contains(part, request.Context, StringComparison.Ordinal);
        Assert.Equal(answer, request.Continuation);
    }

    [Fact]
    public void QuestionsAboutOnePictureFormAGroup()
    {
        PictureQuestionFolder.Write(_folder.FullPath);
        Assert.Equal([0, 0, 1, 1, 2, 2, 3, 3], Plan(s_own).Tasks[0].Documents.Select(document => document.Group!.Value));

        PictureQuestionFolder.Write(_folder.FullPath, [Circle, Circle.Replace("circle", "star", StringComparison.Ordinal)]);
        Assert.All(Plan(s_own).Tasks[0].Documents, document => Assert.Null(document.Group));
    }

    [Fact]
    public void FloorsAreThoseOfEachListOfChoices()
    {
        PictureQuestionFolder.Write(_folder.FullPath);

        var score = Evaluate("a", s_own).Tasks[0].Scores[0];

        // Shapes: circle, square, star, circle; red: yes, no, no, no.
        Assert.Equal(0.5 * (1 / 3.0 + 1 / 2.0), score.Chance, 1e-12);
        Assert.Equal(("circle, no", 5 / 8.0), (score.BestConstant!.Answer, score.BestConstant.Value));
        Assert.Equal(["circle", "square", "star", "yes", "no"], score.AnswerShares.Select(share => share.Answer));
        Assert.Equal(1, score.AnswerShares.Sum(share => share.Share), 1e-12);
        Assert.NotNull(score.ClusteredStandardError);
    }

    [Fact]
    public void WhereEveryQuestionHasChoicesOfItsOwnNoConstantAnswerSaysAnything()
    {
        PictureQuestionFolder.Write(_folder.FullPath, [Circle, Circle.Replace("\"b\"", "\"c\"", StringComparison.Ordinal)]);

        var score = Evaluate("a", s_own).Tasks[0].Scores[0];

        Assert.Null(score.BestConstant);
        Assert.Empty(score.AnswerShares);
    }

    [Fact]
    public void LogsNameThePictureTheTemplateAndWhatWasShown()
    {
        PictureQuestionFolder.Write(_folder.FullPath);
        Evaluate("a", s_own with { BlankImages = true });

        var run = Goldens.Json(Directory.GetFiles(_folder.File("a"), "run.json", SearchOption.AllDirectories).Single());
        var task = run.GetProperty("tasks").GetProperty("picture_questions");
        Assert.Equal("vicuna_v1", task.GetProperty("template").GetProperty("name").GetString());
        Assert.Equal(ConversationTemplates.VicunaV1.ComputeSha256(), task.GetProperty("template").GetProperty("sha256").GetString());
        Assert.Equal("blank", task.GetProperty("images").GetString());
        Assert.Equal(JsonValueKind.Null, run.GetProperty("template").ValueKind);
        var samples = Directory.GetFiles(_folder.File("a"), "samples_picture_questions_*.jsonl", SearchOption.AllDirectories).Single();
        using var row = JsonDocument.Parse(File.ReadLines(samples).First());
        var document = row.RootElement.GetProperty("doc");
        Assert.Equal("drawn_circle.png", document.GetProperty("image").GetString());
        Assert.Equal(64, document.GetProperty("image_sha256").GetString()!.Length);
        Assert.Equal("shape", document.GetProperty("kind").GetString());
    }

    [Fact]
    public void BlankPicturesAreAnotherRunThatComparesAndSaysSo()
    {
        PictureQuestionFolder.Write(_folder.FullPath);
        var (own, blank) = (Evaluate("own", s_own), Evaluate("blank", s_own with { BlankImages = true }));
        Assert.NotEqual(own.Tasks[0].Task.RequestsSha256, blank.Tasks[0].Task.RequestsSha256);

        var report = RunComparer.Compare(
            [new LmEvalRunReader().Read(_folder.File("own")), new LmEvalRunReader().Read(_folder.File("blank"))],
            new ComparisonOptions { Replicates = 200 });

        var comparison = Assert.Single(report.Comparisons);
        Assert.Equal(8, comparison.N);
        Assert.Contains("pictures shown: the documents' own and blank; this is what is compared", comparison.Warnings);
    }

    [Fact]
    public void AnotherTemplateIsRefused()
    {
        PictureQuestionFolder.Write(_folder.FullPath);
        Evaluate("a", s_own);
        Evaluate("b", new PictureSettings(ConversationTemplates.V0));

        var error = Assert.Throws<InputException>(() => RunComparer.Compare(
            [new LmEvalRunReader().Read(_folder.File("a")), new LmEvalRunReader().Read(_folder.File("b"))], new ComparisonOptions()));

        Assert.Contains("different template vicuna_v1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutATemplateNothingIsAsked()
    {
        PictureQuestionFolder.Write(_folder.FullPath);
        var error = Assert.Throws<InputException>(() => Plan(null));
        Assert.StartsWith("task picture_questions: expected the conversation template", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SettingsForPicturesNeedATaskWithPictures()
    {
        var tasks = TaskRegistry.Resolve(["ethics_cm"], ProtocolRegistry.LmEval04);
        var error = Assert.Throws<InputException>(
            () => EvaluationPlan.Build(tasks, ProtocolRegistry.LmEval04, GoldenSet.Data("small"), pictures: s_own));
        Assert.Contains("expected a task with pictures, found ethics_cm", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "expected at least one document, found none")]
    [InlineData("[1]", "line 2: expected an object, found Array")]
    [InlineData("{", "line 2: not valid JSON")]
    [InlineData("""{"image": "missing.png", "question": "?", "choices": ["a", "b"], "answer": 0}""", "line 2: image: ")]
    [InlineData("""{"image": "../questions.jsonl", "question": "?", "choices": ["a", "b"], "answer": 0}""", "line 2: image: expected a file below ")]
    [InlineData("""{"image": "text.png", "question": "?", "choices": ["a", "b"], "answer": 0}""", "text.png: expected a JPEG, PNG, WebP, BMP or GIF picture")]
    [InlineData("""{"image": "drawn_star.png", "question": "?", "choices": ["a", "b"], "answer": 2}""", "line 2: answer: expected an index from 0 to 1, found 2")]
    [InlineData("""{"image": "drawn_star.png", "question": "?", "choices": ["a", "b"], "answer": "b"}""", "line 2: answer: expected the right choice's index, found String")]
    [InlineData("""{"image": "drawn_star.png", "question": "?", "choices": [], "answer": 0}""", "line 2: choices: expected 2 to 100 answers, found 0")]
    [InlineData("""{"image": "drawn_star.png", "question": "?", "answer": 0}""", "line 2: choices: expected a list of answers, found nothing")]
    [InlineData("""{"image": "drawn_star.png", "question": "?", "choices": ["a", 1], "answer": 0}""", "line 2: choices[1]: expected a text, found Number")]
    [InlineData("""{"image": "drawn_star.png", "question": "?", "choices": ["a", "a"], "answer": 0}""", "line 2: choices[1]: expected different answers")]
    [InlineData("""{"image": "drawn_star.png", "question": "?", "choices": ["a", "<image>"], "answer": 0}""", "line 2: choices[1]: expected an answer without <image>")]
    [InlineData("""{"image": "drawn_star.png", "question": " ", "choices": ["a", "b"], "answer": 0}""", "line 2: question: expected a text")]
    [InlineData("""{"image": "drawn_star.png", "question": "?", "choices": ["a", "b"], "answer": 0, "label": 1}""", "line 2: label: expected only the keys")]
    [InlineData("""{"image": "drawn_star.png", "question": "\ud800", "choices": ["a", "b"], "answer": 0}""", "line 2: expected Unicode text")]
    public void ABrokenLineIsNamed(string line, string message)
    {
        PictureQuestionFolder.Write(_folder.FullPath, line.Length == 0 ? [] : [Circle, line]);
        File.WriteAllText(_folder.File("picture_questions", "images", "text.png"), "no picture at all");

        var error = Assert.Throws<InputException>(() => Plan(s_own));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    private EvaluationPlan Plan(PictureSettings? pictures) => EvaluationPlan.Build(
        TaskRegistry.Resolve(["picture_questions"], ProtocolRegistry.LmEval04), ProtocolRegistry.LmEval04, _folder.FullPath, pictures: pictures);

    private EvaluationOutcome Evaluate(string name, PictureSettings pictures)
    {
        using var model = new PseudoModel("1");
        var settings = new EvaluationSettings { OutputFolder = _folder.File(name) };
        return new EvaluationRunner(model, settings, TimeProvider.System).Run(Plan(pictures));
    }
}
