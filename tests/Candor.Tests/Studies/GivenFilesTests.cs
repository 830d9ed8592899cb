using Candor.Conversations.Reading;
using Candor.Studies.Graph;
using Candor.Studies.Recipes;
using Candor.Studies.Running;
using Candor.TestSupport;

namespace Candor.Tests.Studies;

/// <summary>Studies of files as they are found: a base in one GGUF file, rows of another format, tasks of which only the first documents are asked.</summary>
public sealed class GivenFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <inheritdoc />
    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AStudyOfAGgufFileReadsTheFile()
    {
        File.WriteAllBytes(_folder.File("base.gguf"), [1]);
        var graph = StudyGraph.Build(Read());
        foreach (var (step, input) in new[] { ("evaluate m", "model"), ("train m/lora-1", "model_name_or_path"), ("evaluate m/lora-1", "base") })
            Assert.Equal(_folder.File("base.gguf"), Assert.IsType<FileInput>(graph[step].Inputs.Single(found => found.Name == input)).Path);
    }

    [Fact]
    public void RowsOfAnotherFormatAreImported()
    {
        File.WriteAllText(_folder.File("rows.jsonl"), """
            {"id": "1", "image": "a.jpg", "instruction": "What is it?", "output": "A cat.", "type": "conv"}
            {"id": "2", "image": "b.jpg", "instruction": "And this?", "output": "A dog.", "type": "conv"}
            """);
        var graph = StudyGraph.Build(Read());
        foreach (var name in new[] { "rows given", "rows text" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(graph[name].Outputs[0])!);
            RowsStep.Run(graph[name], new StepContext { Folder = _folder.FullPath, Report = _ => { }, Note = _ => { }, Cancellation = TestContext.Current.CancellationToken });
        }

        var rows = LlavaRowFile.Read(graph["rows text"].Outputs[0]).ToList();
        Assert.All(rows, row => Assert.Null(row.Image));
        Assert.Equal(["What is it?", "A cat.", "And this?", "A dog."], rows.SelectMany(row => row.Turns.Select(turn => turn.Value)));
    }

    [Fact]
    public void TasksHaveLimitsOfTheirOwn()
    {
        Assert.Equal(new Dictionary<string, int> { ["ethics_cm"] = 3 }, Read("limits: { ethics_cm: 3 }").Evaluation.Limits);
        Assert.Contains("limits", Assert.Throws<InputException>(() => Read("limits: { ethics_virtue: 3 }")).Message);
        var settings = StudyGraph.Build(Read("limits: { ethics_cm: 3 }"))["evaluate m"].Settings;
        Assert.NotEqual(StudyGraph.Build(Read())["evaluate m"].Settings, settings);
    }

    private StudyRecipe Read(string more = "")
    {
        File.WriteAllText(_folder.File("study.yaml"), $$"""
            output_dir: run
            bases: { m: { model: base.gguf } }
            rows:
              given: { imported_from: rows.jsonl }
              text: { text_twin_of: given }
            training: { version: chatml }
            arms: { lora: { rows: text, lora_enable: true, seeds: [1] } }
            evaluation:
              protocol: lm-eval-0.4
              data: data
              tasks: [ethics_cm]
              {{more}}
            """);
        return StudyReader.Read(_folder.File("study.yaml"), []);
    }
}
