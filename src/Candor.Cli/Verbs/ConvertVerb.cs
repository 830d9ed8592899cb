using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Candor.Checkpoints;
using Candor.Cli.Terminals;
using Candor.Conversion;

namespace Candor.Cli.Verbs;

/// <summary><c>candor convert</c>: a checkpoint as a Hugging Face folder, in another layout or type.</summary>
internal static class ConvertVerb
{
    /// <summary>The verb with its options.</summary>
    public static Command Create()
    {
        var input = new Argument<string>("MODEL") { Description = "a .gguf file, or the folder of a LLaMA or LLaVA model" };
        var output = new Argument<string>("OUT") { Description = "the folder to write; new or empty" };
        var dtype = new Option<string>("--dtype")
        {
            Description = "type to store weights in (auto: fp32 out of a GGUF file, as they are out of a folder)",
            DefaultValueFactory = _ => "auto",
        };
        dtype.AcceptOnlyFromAmong("auto", "fp32", "bf16", "fp16");
        var json = CommonOptions.Json();
        var command = new VerbCommand(
            "convert",
            "Writes a checkpoint as a Hugging Face folder: a GGUF file with its tokenizer, .bin as safetensors, another type.",
            "candor convert SmolLM2-135M-Instruct.Q4_1.gguf models/smollm2 --dtype bf16")
        {
            input, output, dtype, json,
        };
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(
            Terminal.Of(parsed),
            parsed.GetRequiredValue(input),
            parsed.GetRequiredValue(output),
            Parse(parsed.GetRequiredValue(dtype)),
            parsed.GetValue(json),
            cancellation)));
        return command;
    }

    private static int Run(Terminal terminal, string input, string output, TensorDtype? dtype, bool asJson, CancellationToken cancellation)
    {
        if (!Directory.Exists(input) && !File.Exists(input))
            throw new InputException($"MODEL {input}: expected a .gguf file or a folder, found no such file or folder");
        var report = CheckpointConverter.Convert(input, output, dtype, cancellation: cancellation);
        terminal.OutputWriter.WriteLine(asJson ? ToJson(report, output).ToJsonString() : Describe(report, output));
        return ExitCode.Done;
    }

    private static string Describe(ConversionReport report, string output) => string.Create(
        CultureInfo.InvariantCulture,
        $"{output}: {report.Tensors} tensors, {report.Parameters:N0} parameters, {report.Dtype?.TorchName() ?? "types as they were"}; {string.Join(", ", report.Files)}");

    private static JsonObject ToJson(ConversionReport report, string output) => new()
    {
        ["folder"] = output,
        ["dtype"] = report.Dtype?.TorchName(),
        ["tensors"] = report.Tensors,
        ["parameters"] = report.Parameters,
        ["files"] = new JsonArray([.. report.Files.Select(file => (JsonNode)file)]),
    };

    private static TensorDtype? Parse(string dtype) => dtype switch
    {
        "fp32" => TensorDtype.Float32,
        "bf16" => TensorDtype.BFloat16,
        "fp16" => TensorDtype.Float16,
        _ => null,
    };
}
