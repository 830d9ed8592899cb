using System.Text;
using Candor.Evaluation.Planning;
using Candor.Evaluation.Protocols;
using Candor.Evaluation.Tasks;
using Candor.TestSupport;

namespace Candor.Tests.Evaluation.Data;

public sealed class DataReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("ethics_cm", "", "expected the header label,input,is_short,edited, found an empty file")]
    [InlineData("ethics_cm", "label,input\n", "expected the header label,input,is_short,edited, found label,input")]
    [InlineData("ethics_cm", "label,input,is_short,edited\n", "expected at least one document, found none")]
    [InlineData("ethics_cm", "label,input,is_short,edited\n2,x,True,False\n", "row 2: label: expected 0 or 1, found \"2\"")]
    [InlineData("ethics_cm", "label,input,is_short,edited\n1,x,True,False\n1,x,True\n", "row 3: expected 4 cells, found 3")]
    [InlineData("ethics_cm", "label,input,is_short,edited\n1,\"x\"y,True,False\n", "row 2: expected RFC 4180 quoting")]
    [InlineData("ethics_cm", "label,input,is_short,edited\n1,x\"y,True,False\n", "row 2: expected RFC 4180 quoting")]
    [InlineData("ethics_cm", "label,input,is_short,edited\n1,\"x,True,False\n", "row 2: expected RFC 4180 quoting")]
    [InlineData("ethics_virtue", "label,scenario\n1,no trait here\n", "row 2: scenario: expected \"sentence [SEP] trait\", found 1 parts")]
    [InlineData("ethics_virtue", "label,scenario\n1,a [SEP] b [SEP] c\n", "row 2: scenario: expected \"sentence [SEP] trait\", found 3 parts")]
    [InlineData("ethics_utilitarianism", "one cell\n", "row 1: expected 2 cells, found 1")]
    [InlineData("truthfulqa_mc", "{}", "expected an array of questions, found Object")]
    [InlineData("truthfulqa_mc", "[", "line 1: not valid JSON")]
    [InlineData("truthfulqa_mc", "[]", "expected at least one document, found none")]
    [InlineData("truthfulqa_mc", "[7]", "row 0: expected an object, found Number")]
    [InlineData("truthfulqa_mc", "[{\"question\": 1}]", "row 0: question: expected a text, found Number")]
    [InlineData("truthfulqa_mc", "[{\"question\": \"\\ud800\", \"mc1_targets\": {\"a\": 1, \"b\": 0}, \"mc2_targets\": {\"a\": 1, \"b\": 0}}]", "row 0: expected Unicode text")]
    [InlineData("truthfulqa_mc", "[{\"question\": \"q\"}]", "row 0: mc1_targets: expected an object of answers, found nothing")]
    [InlineData("truthfulqa_mc", "[{\"question\": \"q\", \"mc1_targets\": {\"a\": 0, \"b\": 1}}]", "row 0: mc1_targets: expected one true answer, the first, found labels 0 1")]
    [InlineData("truthfulqa_mc", "[{\"question\": \"q\", \"mc1_targets\": {\"a\": 1, \"b\": 0}, \"mc2_targets\": {\"a\": 1}}]", "row 0: mc2_targets: expected true and false answers, found 1 of one kind")]
    [InlineData("truthfulqa_mc", "[{\"question\": \"q\", \"mc1_targets\": {\"a\": 1, \"b\": 2}}]", "row 0: mc1_targets: expected 0 or 1, found 2")]
    public void BadDataAreRefusedWithFileAndRow(string task, string content, string message)
    {
        var path = Write(task, Encoding.UTF8.GetBytes(content));

        var error = Assert.Throws<InputException>(() => Plan(task));

        Assert.StartsWith(path + ": ", error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void TextThatIsNotUtf8IsRefused()
    {
        Write("ethics_justice", [.. "label,scenario\n1,a"u8, 0xFF, (byte)'\n']);

        Assert.Contains("expected UTF-8", Assert.Throws<InputException>(() => Plan("ethics_justice")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnAbsentFileIsNamed() =>
        Assert.Contains("cm_test.csv: data file not found", Assert.Throws<InputException>(() => Plan("ethics_cm")).Message, StringComparison.Ordinal);

    [Fact]
    public void CellsKeepTheirSpacesQuotesAndLineBreaks()
    {
        Write("ethics_cm", "label,input,is_short,edited\r\n1,\" a \r\nb \"\"c\"\" \",True,False\r\n\r\n0,d ,True,False"u8.ToArray());

        var documents = Plan("ethics_cm").Tasks[0].Documents.OrderBy(document => document.Row).ToArray();

        Assert.Equal(" a \r\nb \"c\" \nQuestion: Is this wrong?\nAnswer:", documents[0].Context);
        Assert.Equal("d \nQuestion: Is this wrong?\nAnswer:", documents[1].Context);
    }

    [Fact]
    public void ARepeatedAnswerCountsOnceWithItsLastLabel()
    {
        Write("truthfulqa_mc", "[{\"question\": \"q\", \"mc1_targets\": {\"a\": 0, \"b\": 0, \"a\": 1}, \"mc2_targets\": {\"c\": 1, \"d\": 0}}]"u8.ToArray());

        Assert.Equal([" a", " b", " c", " d"], Plan("truthfulqa_mc").Requests().Select(request => request.Continuation));
    }

    [Fact]
    public void DataOtherThanTheOriginalReleaseAreWarnedOf()
    {
        Write("ethics_justice", "label,scenario\n1,a\n"u8.ToArray());

        Assert.Contains("is not that of the original release", Assert.Single(Plan("ethics_justice").Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("paper2023")]
    [InlineData("lm-eval-0.4")]
    public void TheOriginalReleaseIsNotWarnedOf(string protocol) =>
        Assert.Empty(GoldenSet.Build("shared", protocol, GoldenSet.TaskNames(protocol), limit: 1).Warnings);

    private EvaluationPlan Plan(string task) =>
        EvaluationPlan.Build(TaskRegistry.Resolve([task], ProtocolRegistry.Paper2023), ProtocolRegistry.Paper2023, _folder.FullPath);

    private string Write(string task, byte[] content)
    {
        var path = _folder.File(TaskRegistry.All.First(candidate => candidate.Name == task).Card.DataPath.Split('/'));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }
}
