using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Candor.Checkpoints;
using Candor.Cli.Terminals;
using Candor.Torch.Weights;

namespace Candor.Cli.Verbs;

/// <summary><c>candor merge</c>: an adapter into whole weights.</summary>
internal static class MergeVerb
{
    /// <summary>The verb with its options.</summary>
    public static Command Create()
    {
        var adapter = new Argument<string>("ADAPTER") { Description = "folder of a PEFT adapter, perhaps with non_lora_trainables" };
        var output = new Argument<string>("OUT") { Description = "folder of the merged model; new or empty" };
        var baseModel = new Option<string>("--base") { Description = "folder of the base model, or a .gguf file", HelpName = "DIR", Required = true };
        var dtype = new Option<string>("--dtype")
        {
            Description = "type to store weights in (auto: the base model's)",
            DefaultValueFactory = _ => "auto",
        };
        dtype.AcceptOnlyFromAmong("auto", "fp32", "bf16", "fp16");
        var json = CommonOptions.Json();
        var command = new VerbCommand(
            "merge",
            "Writes a whole model out of an adapter and its base, and checks that both answer alike.",
            "candor merge runs/lora --base models/llama-2-7b models/tuned")
        {
            adapter, output, baseModel, dtype, json,
        };
        command.SetAction((parsed, _) => Task.FromResult(Run(
            Terminal.Of(parsed),
            parsed.GetRequiredValue(adapter),
            parsed.GetRequiredValue(baseModel),
            parsed.GetRequiredValue(output),
            parsed.GetRequiredValue(dtype),
            parsed.GetValue(json))));
        return command;
    }

    private static int Run(Terminal terminal, string adapter, string baseModel, string output, string dtype, bool asJson)
    {
        if (!Directory.Exists(adapter))
            throw new InputException($"ADAPTER {adapter}: expected a folder, found none");
        if (!Directory.Exists(baseModel) && !(Checkpoint.IsGguf(baseModel) && File.Exists(baseModel)))
            throw new InputException($"--base {baseModel}: expected a folder or a .gguf file, found none");

        var report = AdapterMerger.Merge(adapter, baseModel, output, Parse(dtype));
        terminal.OutputWriter.WriteLine(asJson ? ToJson(report, output).ToJsonString() : Describe(report, output));
        return ExitCode.Done;
    }

    private static string Describe(MergeReport report, string output)
    {
        var whose = report.IsAgainstAdapter ? "the adapter's" : "the merged fp32 weights'";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{output}: {report.Dtype.TorchName()}; logits within {report.Difference:g3} of {whose} (allowed {report.Limit:g3})");
    }

    private static JsonObject ToJson(MergeReport report, string output) => new()
    {
        ["folder"] = output,
        ["dtype"] = report.Dtype.TorchName(),
        ["logit_difference"] = report.Difference,
        ["logit_difference_allowed"] = report.Limit,
        ["compared_with"] = report.IsAgainstAdapter ? "adapter" : "merged_fp32",
    };

    private static TensorDtype? Parse(string dtype) => dtype switch
    {
        "fp32" => TensorDtype.Float32,
        "bf16" => TensorDtype.BFloat16,
        "fp16" => TensorDtype.Float16,
        _ => null,
    };
}
