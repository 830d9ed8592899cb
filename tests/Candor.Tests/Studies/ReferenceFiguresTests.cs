using Candor.Studies.Recipes;
using Candor.TestSupport;

namespace Candor.Tests.Studies;

public sealed class ReferenceFiguresTests : IDisposable
{
    private const string Header = "arm,task,metric,value,standard_error,source\n";

    private readonly TemporaryFolder _folder = new();

    /// <inheritdoc />
    public void Dispose() => _folder.Dispose();

    [Fact]
    public void RowsAreScoresOfArms()
    {
        var figures = Read(Header + "m,ethics_cm,acc,0.534,0.0223,\"lm-eval, float32\"\nm/lora,truthfulqa_mc2,acc,0.44,,peft\n");
        Assert.Equal([("m", 0.534, 0.0223), ("m/lora", 0.44, null)], figures.Select(figure => (figure.Arm, figure.Value, figure.StandardError)));
        Assert.Equal("lm-eval, float32", figures[0].Source);
    }

    [Theory]
    [InlineData(Header + "m,t,acc,high,,x\n", "line 2: value: expected a number, found high")]
    [InlineData(Header + "m,t,acc,,,x\n", "line 2: value: expected a number, found nothing")]
    [InlineData(Header + "m,t,acc,NaN,,x\n", "line 2: value: expected a number, found NaN")]
    [InlineData("arm,task\nm,t\n", "line 2: metric: expected a text, found nothing")]
    public void ABrokenRowIsNamed(string text, string expect) => Assert.Contains(expect, Assert.Throws<InputException>(() => Read(text)).Message);

    private IReadOnlyList<Candor.Studies.Manifest.StudyReference> Read(string text)
    {
        File.WriteAllText(_folder.File("figures.csv"), text);
        return ReferenceFigures.Read(_folder.File("figures.csv"));
    }
}
