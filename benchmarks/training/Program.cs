using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Candor.Benchmarks.Training;
using Candor.Checkpoints;
using Candor.Conversations;
using Candor.Conversations.Labels;
using Candor.Torch.Training;
using Candor.Torch.Weights;
using TorchSharp;

// Times one training step as ../shared/peers/bench/bench_train.py does, with its options and defaults: one JSON object on stdout.
int Number(string name, int standard) =>
    Array.IndexOf(args, "--" + name) is >= 0 and var at ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : standard;
bool isLora = args.Contains("--lora", StringComparer.Ordinal);
string dtype = Array.IndexOf(args, "--dtype") is >= 0 and var place ? args[place + 1] : "fp32";
int rows = Number("batch", 4), length = Number("seq", 512), vocabulary = Number("vocab", 32000), supervised = Number("supervised", 75);
int warmup = Number("warmup", 2), steps = Number("steps", 5), heads = Number("heads", 8);
torch.set_num_threads(Number("threads", 2));

var config = new LlamaConfig
{
    VocabSize = vocabulary,
    HiddenSize = Number("hidden", 512),
    IntermediateSize = Number("intermediate", 1376),
    NumHiddenLayers = Number("layers", 8),
    NumAttentionHeads = heads,
    NumKeyValueHeads = Number("kv-heads", heads),
    HeadDim = Number("hidden", 512) / heads,
    MaxPositionEmbeddings = 2048,
};
var tuning = new TuningOptions
{
    Mode = isLora ? TuningMode.Lora : TuningMode.Full,
    Lora = new LoraOptions { Rank = Number("rank", 64), Dropout = args.Contains("--no-dropout", StringComparer.Ordinal) ? 0 : 0.05 },
};
TrainingEngine engine;
using (var weights = new RandomWeights(config))
{
    var parts = new TrainingParts { Config = config, Weights = weights, Tuning = tuning, Dtype = ComputeDtypes.Parse(dtype) };
    var (model, set) = TrainingAssembly.Create(parts);
    engine = new TrainingEngine(model, set, new EngineOptions
    {
        Tuning = tuning,
        Schedule = new LearningRateSchedule(ScheduleKind.Constant, 2e-5, 0, 1000),
        GradientCheckpointing = args.Contains("--checkpointing", StringComparer.Ordinal),
    });
}

var random = new Random(0);
var ids = new long[rows * length];
for (int i = 0; i < ids.Length; i++)
    ids[i] = random.Next(3, vocabulary);
var batch = new TrainingBatch
{
    Tokens = new CollatedBatch
    {
        Rows = rows,
        Length = length,
        InputIds = ids,
        Labels = [.. ids.Select((id, i) => i % length < length * (100 - supervised) / 100 ? ImageTokens.IgnoreIndex : id)],
        AttentionMask = [.. Enumerable.Repeat(true, ids.Length)],
    },
};
var seconds = new List<double>();
var cpuSeconds = new List<double>();
var losses = new List<double>();
var memory = new List<long>();
for (int step = 0; step < warmup + steps; step++)
{
    var cpu = Process.GetCurrentProcess().TotalProcessorTime;
    long start = Stopwatch.GetTimestamp();
    var result = engine.Step([batch]);
    if (step < warmup)
        continue;
    seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
    cpuSeconds.Add((Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalSeconds);
    losses.Add(result.Loss);
    memory.Add(Environment.WorkingSet >> 20);
}

Console.WriteLine(JsonSerializer.Serialize(new Dictionary<string, object>(StringComparer.Ordinal)
{
    ["what"] = "one training step",
    ["mode"] = isLora ? "lora" : "full",
    ["dtype"] = dtype,
    ["supervised"] = supervised,
    ["step_seconds"] = seconds.ConvertAll(value => Math.Round(value, 4)),
    ["median_seconds"] = Math.Round(seconds.Order().ElementAt(seconds.Count / 2), 4),
    ["cpu_seconds"] = cpuSeconds.ConvertAll(value => Math.Round(value, 4)),
    ["losses"] = losses.ConvertAll(value => Math.Round(value, 4)),
    ["memory_mb"] = memory,
    ["peak_memory_mb"] = Process.GetCurrentProcess().PeakWorkingSet64 >> 20,
}));
