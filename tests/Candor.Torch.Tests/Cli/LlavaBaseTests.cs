using System.Text.Json;
using System.Text.Json.Nodes;
using Candor.Checkpoints;
using Candor.TestSupport;
using Candor.Torch.Tests.Training;
using static TorchSharp.torch;

namespace Candor.Torch.Tests.Cli;

/// <summary>Training on from a whole LLaVA model, whose projector and tokens come along.</summary>
public sealed class LlavaBaseTests : IDisposable
{
    private static readonly string s_model = Goldens.Committed("small", "models", "tiny-llava");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>The reference's loss of the model on these rows, so everything that the folder holds is in its place.</summary>
    [Theory]
    [InlineData("start_end/mixed.vicuna_v1", "")]
    [InlineData("start_end/mixed.vicuna_v1", "lora_enable: true")]
    [InlineData("start_end/stage1.mixed.vicuna_v1", "tune_mm_mlp_adapter: true")]
    [InlineData("start_end/captions.v0_plain", "")]
    [InlineData("start_end/stage1.captions.v0_plain", "tune_mm_mlp_adapter: true")]
    public async Task TheFirstLossIsTheModelsOwn(string batch, string mode)
    {
        var golden = Goldens.Json(Goldens.Committed("small", "llava", "batches.json")).GetProperty("batches").GetProperty(batch);
        var loss = await TrainAsync(batch, mode, "learning_rate: 0");
        Assert.Equal(golden.GetProperty("loss").GetDouble(), loss, 1e-5);
    }

    [Fact]
    public async Task AWholeModelComesOutAsItWentIn()
    {
        await TrainAsync("start_end/mixed.vicuna_v1", "", "learning_rate: 0");
        using LlavaFolder before = LlavaFolder.Open(s_model), after = LlavaFolder.Open(_folder.File("out"));
        Assert.Equal(before.Config, after.Config);
        foreach (var (old, tuned) in new[] { (before.Language, after.Language), (before.Projector, after.Projector) })
        {
            Assert.Equal(old.Tensors.Keys, tuned.Tensors.Keys);
            Assert.All(old.Tensors.Keys, name => Assert.Equal(0, Distance(old, tuned, name)));
        }

        Assert.Equal(File.ReadAllText(Path.Combine(s_model, "added_tokens.json")).Trim(), File.ReadAllText(_folder.File("out", "added_tokens.json")).Trim());
    }

    [Fact]
    public async Task TheProjectorIsTrainedOn()
    {
        await TrainAsync("start_end/mixed.vicuna_v1", "lora_enable: true", "learning_rate: 1e-3");
        using var before = LlavaFolder.Open(s_model);
        using var after = SafetensorsFile.Open(_folder.File("out", "non_lora_trainables.safetensors"));
        var name = Assert.Single(after.Tensors.Keys, key => key.EndsWith("mm_projector.weight", StringComparison.Ordinal));
        using var scope = NewDisposeScope();
        var distance = TrainingGoldens.Distance(TrainingGoldens.Read(before.Projector, LlavaTensors.ProjectorWeight), TrainingGoldens.Read(after, name));
        Assert.InRange(distance, 1e-5, 1e-2);
    }

    [Fact]
    public async Task ItsTowerMustBeNamed()
    {
        var (code, _, error) = await CandorCommand.RunAsync("train", Recipe("start_end/mixed.vicuna_v1", "vision_tower:", "mm_use_im_start_end: false"));
        Assert.Equal(2, code);
        Assert.Contains("vision_tower: expected the tower of", error);
    }

    [Fact]
    public async Task OtherWaysToSeeThanTheModelsAreTold()
    {
        var (code, _, error) = await CandorCommand.RunAsync("train", Recipe("start_end/mixed.vicuna_v1", "mm_vision_select_layer: -1", "learning_rate: 0"));
        Assert.True(code == 0, error);
        Assert.Contains("mm_vision_select_layer: -1 in place of the model's -2", error);
    }

    private static double Distance(ITensorSource left, ITensorSource right, string name)
    {
        using var scope = NewDisposeScope();
        return TrainingGoldens.Distance(TrainingGoldens.Read(left, name), TrainingGoldens.Read(right, name));
    }

    private async Task<double> TrainAsync(string batch, params string[] more)
    {
        var (code, output, error) = await CandorCommand.RunAsync("train", Recipe(batch, more), "--json");
        Assert.True(code == 0, error);
        return JsonDocument.Parse(output).RootElement.GetProperty("log_history")[0].GetProperty("loss").GetDouble();
    }

    /// <summary>One update on the rows of a batch; later lines go before earlier ones of the same name.</summary>
    private string Recipe(string batch, params string[] more)
    {
        var batches = JsonNode.Parse(File.ReadAllText(Goldens.Committed("small", "llava", "batches.json")))!;
        var rows = batches["batches"]![batch]!["rows"]!.AsArray().Select(name => batches["rows"]![name!.GetValue<string>()]!.DeepClone());
        File.WriteAllText(_folder.File("rows.json"), new JsonArray([.. rows]).ToJsonString());
        string[] lines =
        [
            $"model_name_or_path: {s_model}",
            $"version: {batch.Split('.')[^1]}",
            $"data_path: {_folder.File("rows.json")}",
            $"image_folder: {Goldens.Committed("small", "clip", "images")}",
            "vision_tower: openai/tiny-clip",
            "mm_vision_select_layer: -2",
            "mm_use_im_start_end: true",
            "lora_dropout: 0",
            "model_max_length: 2048",
            "num_train_epochs: 1",
            $"output_dir: {_folder.File("out")}",
        ];
        var options = lines.Concat(more.Where(line => line.Length > 0)).GroupBy(line => line.Split(':')[0]).Select(group => group.Last());
        File.WriteAllLines(_folder.File("run.yaml"), options);
        return _folder.File("run.yaml");
    }
}
