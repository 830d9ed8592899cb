using System.Collections.Concurrent;
using Candor.Evaluation.Planning;
using Candor.Evaluation.Protocols;
using Candor.Evaluation.Tasks;
using Candor.TestSupport;
using Candor.Tokenization;
using Candor.Torch.Scoring;
using Candor.Torch.Weights;

namespace Candor.Torch.Tests.Evaluation;

/// <summary>What the real harnesses gave for a tiny model on the tasks, small (in every clone) and large.</summary>
public static class HarnessGoldens
{
    private static readonly ConcurrentDictionary<(string Size, string Protocol, int? Tokens), Lazy<LlamaLanguageModel>> s_models = new();

    /// <summary>In place of a size: a real model of 135M parameters, read from its GGUF file.</summary>
    public const string SmolLm2 = "smollm2";

    /// <summary>Rows of (size, protocol, task).</summary>
    public static TheoryData<string, string, string> Tasks()
    {
        var rows = new TheoryData<string, string, string>();
        foreach (var size in new[] { "small", "shared" })
        {
            foreach (var protocol in ProtocolRegistry.All)
            {
                foreach (var task in TaskRegistry.All.Where(task => task.Card.OriginalSha256 is not null && task.Card.Editions.ContainsKey(protocol.Name)))
                    rows.Add(size, protocol.Name, task.Name);
            }
        }

        return rows;
    }

    /// <summary>Rows of (size, protocol, task) for the real model.</summary>
    public static TheoryData<string, string, string> SmolLm2Tasks()
    {
        var rows = new TheoryData<string, string, string>();
        foreach (var task in SmolLm2TaskNames)
            rows.Add(SmolLm2, "lm-eval-0.4", task);
        return rows;
    }

    /// <summary>The tasks that lm-eval was run on with the real model.</summary>
    public static readonly string[] SmolLm2TaskNames =
    [
        "truthfulqa_mc1", "truthfulqa_mc2", "ethics_cm", "ethics_deontology", "ethics_justice", "ethics_utilitarianism", "ethics_virtue",
    ];

    /// <summary>A reference file.</summary>
    public static System.Text.Json.JsonElement Read(string size, string protocol, string name)
    {
        var folder = size switch
        {
            "small" => Goldens.Committed("small", "lm_eval"),
            SmolLm2 => Goldens.Shared("goldens", "smollm2"),
            _ => Goldens.Shared("goldens", "lm_eval"),
        };
        return Goldens.Json(Path.Combine(folder, protocol == "paper2023" ? "p" : "new", name + ".json"));
    }

    /// <summary>The plan the reference file was made from: the large files hold the first 40 documents.</summary>
    public static EvaluationPlan Plan(string size, string protocol, params string[] tasks)
    {
        var rules = ProtocolRegistry.Get(protocol);
        var data = size == "small" ? Goldens.Committed("small", "lm_eval", "data") : Goldens.Shared("data");
        return EvaluationPlan.Build(TaskRegistry.Resolve(tasks, rules), rules, data, size == "small" ? null : 40);
    }

    /// <summary>tiny-llama in fp32 under a protocol's encoding, loaded once.</summary>
    /// <param name="size">Which tiny-llama.</param>
    /// <param name="protocol">Whose encoding.</param>
    /// <param name="tokensPerForward">The token budget, or null for the default.</param>
    public static LlamaLanguageModel Model(string size, string protocol, int? tokensPerForward = null)
    {
        var folder = size switch
        {
            "small" => Goldens.Committed("small", "models", "tiny-llama"),
            SmolLm2 => Goldens.Shared("models", "smollm2-135m-instruct", "SmolLM2-135M-Instruct.Q4_1.gguf"),
            _ => Goldens.Shared("goldens", "models", "tiny-llama"),
        };
        return s_models.GetOrAdd((size, protocol, tokensPerForward), key => new Lazy<LlamaLanguageModel>(() => Load(folder, key.Protocol, key.Tokens))).Value;
    }

    /// <summary>A model in fp32 under a protocol's encoding.</summary>
    public static LlamaLanguageModel Load(string folder, string protocol, int? tokens = null)
    {
        using var checkpoint = DecoderFolder.Open(folder, null);
        var scoring = new ScoringOptions();
        return LlamaLanguageModel.Load(checkpoint, TokenizerLoader.Load(folder, TokenizerRules.Fast), ProtocolRegistry.Get(protocol).Encoding, new LlamaModelOptions
        {
            Name = "tiny-llama",
            WeightsDigest = checkpoint.Digest(),
            Scoring = tokens is { } budget ? scoring with { TokensPerForward = budget } : scoring,
        });
    }
}
