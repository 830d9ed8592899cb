using Candor.Evaluation.Models;
using Candor.Evaluation.Running;
using Candor.TestSupport;
using CsCheck;

namespace Candor.Tests.Evaluation.Running;

public sealed class JournalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string JournalFile => _folder.File("journal.jsonl");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void EveryDoubleReadsBackToTheSameBits() => Gen.Select(Gen.Double, Gen.Bool).Sample((value, greedy) =>
    {
        var line = JournalLine.Format("p:k", new LogLikelihood(value, greedy));
        var (key, answer) = JournalLine.Parse(line.AsMemory(0, line.Length - 1))!.Value;
        return key == "p:k" && answer.IsGreedy == greedy
            && (double.IsNaN(value) ? double.IsNaN(answer.Value) : BitConverter.DoubleToInt64Bits(answer.Value) == BitConverter.DoubleToInt64Bits(value));
    });

    [Fact]
    public void AnAnswerIsOnDiskAsSoonAsItIsAppended()
    {
        using var journal = Journal.Open(JournalFile);
        journal.Append("a", new LogLikelihood(-1.5, true));

        Assert.Equal("{\"key\": \"a\", \"ll\": -1.5, \"greedy\": true}\n".Length, new FileInfo(JournalFile).Length);
    }

    [Theory]
    [InlineData("{\"key\": \"b\", \"ll\": -2")]
    [InlineData("{\"key\": \"b\"\n")]
    [InlineData("\0\0\0\0")]
    [InlineData("{")]
    public void ATornLastLineIsCutOff(string torn)
    {
        File.WriteAllText(JournalFile, "{\"key\": \"a\", \"ll\": -1.5, \"greedy\": true}\n" + torn);

        using (var journal = Journal.Open(JournalFile))
        {
            Assert.True(journal.TryFind("a", out _));
            Assert.False(journal.TryFind("b", out _));
            journal.Append("b", new LogLikelihood(-2, false));
        }

        Assert.Equal(
            ["{\"key\": \"a\", \"ll\": -1.5, \"greedy\": true}", "{\"key\": \"b\", \"ll\": -2, \"greedy\": false}"], File.ReadAllLines(JournalFile));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("[]")]
    [InlineData("{\"key\": 1, \"ll\": -1, \"greedy\": true}")]
    [InlineData("{\"key\": \"a\", \"ll\": \"low\", \"greedy\": true}")]
    [InlineData("{\"key\": \"a\", \"ll\": -1}")]
    public void ABrokenLineBeforeTheLastIsRefusedWithItsNumber(string broken)
    {
        File.WriteAllText(JournalFile, broken + "\n{\"key\": \"a\", \"ll\": -1.5, \"greedy\": true}\n");

        var error = Assert.Throws<InputException>(() => Journal.Open(JournalFile));
        Assert.Contains(JournalFile + ": line 1:", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TwoEvaluationsDoNotWriteOneJournal()
    {
        using var first = Journal.Open(JournalFile);

        Assert.Throws<InputException>(() => Journal.Open(JournalFile));
    }

    [Fact]
    public void ClosingPutsLinesInTheOrderGivenAndKeepsOthers()
    {
        using (var journal = Journal.Open(JournalFile))
        {
            foreach (var key in new[] { "c", "other", "a", "b" })
                journal.Append(key, new LogLikelihood(-1, false));
            journal.Close(["a", "b", "a", "c"]);
        }

        Assert.Equal(["a", "b", "c", "other"], File.ReadAllLines(JournalFile).Select(line => line.Split('"')[3]));
    }
}
