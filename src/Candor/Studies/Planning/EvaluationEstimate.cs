using System.Globalization;
using Candor.Checkpoints;
using Candor.Evaluation.Planning;
using Candor.Evaluation.Protocols;
using Candor.Evaluation.Tasks;
using Candor.Studies.Graph;

namespace Candor.Studies.Planning;

/// <summary>What an evaluation takes.</summary>
/// <param name="Description">In words.</param>
/// <param name="Memory">Weights and a forward pass, or null where the model's sizes are unknown.</param>
/// <param name="Operations">Of all requests, or null where data or sizes are not there.</param>
internal sealed record EvaluationEstimate(string Description, MemoryEstimate? Memory, double? Operations)
{
    private const int CharactersPerToken = 4;

    /// <summary>Tokens of a forward pass.</summary>
    private const int ForwardTokens = 4096;

    /// <summary>Of a step. Its requests are counted where the benchmarks' files are there.</summary>
    public static EvaluationEstimate Of(EvaluationWork work, ModelSize? size, bool onGpu)
    {
        var (requests, tokens) = Requests(work, size);
        var description = requests == 0 ? $"{work.Tasks.Count} tasks" : string.Create(CultureInfo.InvariantCulture, $"{work.Tasks.Count} tasks, {requests} requests");
        if (size is null)
            return new EvaluationEstimate(description, null, null);
        var bytes = Bytes(work.Settings.Dtype, size.Language.TorchDtype, onGpu);
        var config = size.Language;
        var layer = (4L * config.HiddenSize) + (2L * config.IntermediateSize) + (2L * config.NumKeyValueHeads * config.HeadDim);
        var memory = new MemoryEstimate(size.LanguageParameters * bytes, 0, 0, ForwardTokens * layer * bytes);
        return new EvaluationEstimate(description, memory, tokens == 0 ? null : 2.0 * size.LanguageParameters * tokens);
    }

    /// <summary>fp16 is computed in fp32 on processors.</summary>
    private static int Bytes(string dtype, TensorDtype? stored, bool onGpu)
    {
        var type = dtype == "auto" ? stored : dtype == "bf16" ? TensorDtype.BFloat16 : dtype == "fp16" ? TensorDtype.Float16 : TensorDtype.Float32;
        return type == TensorDtype.BFloat16 || (onGpu && type == TensorDtype.Float16) ? 2 : sizeof(float);
    }

    private static (long Requests, long Tokens) Requests(EvaluationWork work, ModelSize? size)
    {
        var protocol = ProtocolRegistry.Get(work.Settings.Protocol);
        var pictures = work.Template is { } template ? new PictureSettings(template, work.BlankImages) : null;
        var limits = new DocumentLimits(work.Settings.Limit) { ByTask = work.Settings.Limits };
        var (requests, characters, patches) = (0L, 0L, 0L);
        foreach (var task in work.Tasks.Where(name => StudyTasks.Exists(name, protocol)).SelectMany(name => TaskRegistry.Resolve([name], protocol)))
        {
            if (!File.Exists(Path.Combine([work.Settings.Data.FullPath, .. task.Card.DataPath.Split('/')])))
                continue;
            var settings = StudyTasks.HasPictures(task) ? pictures : null;
            var plan = EvaluationPlan.Build([task], protocol, work.Settings.Data.FullPath, limits, pictures: settings);
            requests += plan.RequestCount;
            characters += plan.Requests().Sum(request => (long)request.Context.Length + request.Continuation.Length);
            patches += settings is null ? 0 : plan.RequestCount * (long)(size?.Patches ?? 0);
        }

        return (requests, (characters / CharactersPerToken) + patches);
    }
}
