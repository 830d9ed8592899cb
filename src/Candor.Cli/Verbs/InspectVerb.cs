using System.CommandLine;
using Candor.Checkpoints.Inspection;
using Candor.Cli.Inspection;
using Candor.Cli.Terminals;

namespace Candor.Cli.Verbs;

/// <summary><c>candor inspect</c>: what a checkpoint holds, without loading it.</summary>
internal static class InspectVerb
{
    /// <summary>Hashing less than this takes about a second; a bar would only flicker.</summary>
    private const long QuietBytes = 2L << 30;

    /// <summary>The verb with its argument and options.</summary>
    public static Command Create()
    {
        var path = new Argument<string>("PATH") { Description = "folder of a checkpoint (LLaMA, LLaVA, PEFT adapter) a .gguf file or one .safetensors file" };
        var json = CommonOptions.Json();
        var command = new VerbCommand(
            "inspect", "Says what a checkpoint holds: architecture, weights, tokenizer, vision parts, adapter, digest.", "candor inspect models/vicuna-7b")
        {
            path,
            json,
        };
        command.SetAction((parsed, cancellation) =>
            Task.FromResult(Run(Terminal.Of(parsed), parsed.GetRequiredValue(path), parsed.GetValue(json), cancellation)));
        return command;
    }

    private static int Run(Terminal terminal, string path, bool asJson, CancellationToken cancellation)
    {
        var report = Inspect(terminal, path, cancellation);
        if (asJson)
            terminal.OutputWriter.WriteLine(CheckpointReportJson.Serialize(report));
        else
            terminal.Output.Write(CheckpointReportView.Of(report));
        return ExitCode.Done;
    }

    private static CheckpointReport Inspect(Terminal terminal, string path, CancellationToken cancellation)
    {
        if (WeightBytes(path) < QuietBytes)
            return CheckpointInspector.Inspect(path, report: null, cancellation);
        CheckpointReport? report = null;
        ProgressDisplay.Run(terminal, TimeProvider.System, show =>
            report = CheckpointInspector.Inspect(path, (done, total) => show(new WorkProgress("hashing", done >> 20, total >> 20, "MB")), cancellation));
        return report!;
    }

    private static long WeightBytes(string path) =>
        Directory.Exists(path) ? new DirectoryInfo(path).EnumerateFiles("*.safetensors").Sum(file => file.Length)
        : File.Exists(path) ? new FileInfo(path).Length
        : 0;
}
