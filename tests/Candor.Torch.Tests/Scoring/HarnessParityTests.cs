using System.Text.Json;
using Candor.Checkpoints;
using Candor.Evaluation.Models;
using Candor.Evaluation.Planning;
using Candor.Evaluation.Protocols;
using Candor.Evaluation.Tasks;
using Candor.TestSupport;
using Candor.Tokenization;
using Candor.Torch.Scoring;
using Candor.Torch.Weights;

namespace Candor.Torch.Tests.Scoring;

/// <summary>Token ids, log-likelihoods and greedy flags of both harnesses on real prompts, through data, tokenizer and model.</summary>
public sealed class HarnessParityTests
{
    private const double Absolute = 1e-4;
    private const double Relative = 1e-6;

    public static TheoryData<string, string, string> Tasks { get; } = AllTasks();

    [Theory]
    [MemberData(nameof(Tasks))]
    public void EveryRequestOfATask(string size, string protocolName, string task)
    {
        var protocol = ProtocolRegistry.Get(protocolName);
        var golden = Golden(size, protocol, task).GetProperty("docs").EnumerateArray().ToList();
        string data = size == "small" ? Goldens.Committed("small", "lm_eval", "data") : Goldens.Shared("data");
        var documents = EvaluationPlan.Build(TaskRegistry.Resolve([task], protocol), protocol, data, golden.Count).Tasks[0].Documents;
        using var model = Load(size, protocol);
        var prepared = model.Prepare([.. documents.SelectMany(document => document.Requests())]);
        Check(model, prepared, [.. golden.SelectMany(document => document.GetProperty("requests").EnumerateArray())]);
        var first = golden[0].GetProperty("context_ids");
        Assert.Equal(Support.Json.Ints(first), prepared[0].Ids[..^prepared[0].ContinuationLength]);
    }

    [Theory]
    [InlineData("paper2023")]
    [InlineData("lm-eval-0.4")]
    public void CallsThatNoTaskMakes(string protocolName)
    {
        var protocol = ProtocolRegistry.Get(protocolName);
        var golden = Golden("shared", protocol, "api").GetProperty("loglikelihood").EnumerateArray().ToList();
        using var model = Load("shared", protocol);
        var prepared = model.Prepare(
            [.. golden.Select(call => new LogLikelihoodRequest(call.GetProperty("context").GetString()!, call.GetProperty("continuation").GetString()!))]);
        Check(model, prepared, golden);
        Assert.Contains(prepared, request => request.IsTruncated);
    }

    private static void Check(LlamaLanguageModel model, IReadOnlyList<PreparedRequest> prepared, List<JsonElement> golden)
    {
        Assert.Equal(golden.Count, prepared.Count);
        Assert.All(golden.Zip(prepared), pair =>
            Assert.Equal(Support.Json.Ints(pair.First.GetProperty("ids")), pair.Second.Ids[^pair.Second.ContinuationLength..]));
        var answers = new LogLikelihood?[prepared.Count];
        model.Score(prepared, (i, answer) => answers[i] = answer, TestContext.Current.CancellationToken);
        for (int i = 0; i < answers.Length; i++)
        {
            double expected = golden[i].GetProperty("ll").GetDouble();
            Assert.InRange(answers[i]!.Value.Value, expected - Tolerance(expected), expected + Tolerance(expected));
            Assert.Equal(golden[i].GetProperty("greedy").GetBoolean(), answers[i]!.Value.IsGreedy);
        }
    }

    private static double Tolerance(double expected) => Math.Max(Absolute, Relative * Math.Abs(expected));

    private static JsonElement Golden(string size, Protocol protocol, string name)
    {
        string folder = protocol.Name == "paper2023" ? "p" : "new";
        return Goldens.Json(size == "small"
            ? Goldens.Committed("small", "lm_eval", folder, name + ".json")
            : Goldens.Shared("goldens", "lm_eval", folder, name + ".json"));
    }

    private static LlamaLanguageModel Load(string size, Protocol protocol)
    {
        string folder = size == "small" ? Goldens.Committed("small", "models", "tiny-llama") : Goldens.Shared("goldens", "models", "tiny-llama");
        using var checkpoint = CheckpointFolder.Open(folder);
        var tokenizer = TokenizerLoader.Load(folder, protocol.Encoding.FastTokenizer ? TokenizerRules.Fast : TokenizerRules.Stored);
        return LlamaLanguageModel.Load(checkpoint, tokenizer, protocol.Encoding, new LlamaModelOptions
        {
            Name = folder,
            WeightsDigest = "",
            Dtype = ComputeDtype.Float32,
        });
    }

    private static TheoryData<string, string, string> AllTasks()
    {
        var rows = new TheoryData<string, string, string>();
        foreach (string size in (string[])["small", "shared"])
        {
            foreach (var protocol in ProtocolRegistry.All)
            {
                foreach (var task in TaskRegistry.All.Where(task => task.Card.Editions.ContainsKey(protocol.Name)))
                    rows.Add(size, protocol.Name, task.Name);
            }
        }

        return rows;
    }
}
