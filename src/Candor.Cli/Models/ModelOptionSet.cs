using System.CommandLine;
using System.Globalization;
using Candor.Checkpoints;

namespace Candor.Cli.Models;

/// <summary>The options of every verb that loads a model.</summary>
internal sealed class ModelOptionSet
{
    private readonly Option<string> _model = new("--model") { Description = "folder of a LLaMA, LLaVA or adapter checkpoint, a .gguf file, or pseudo:SEED", HelpName = "M", Required = true };
    private readonly Option<string?> _base = new("--base") { Description = "folder or .gguf file of the base model, for an adapter or a projector", HelpName = "DIR" };
    private readonly Option<string?> _tower = new("--vision-tower") { Description = "folder or name of the vision tower (default: the model's mm_vision_tower)", HelpName = "DIR" };
    private readonly Option<string> _dtype = new("--dtype") { Description = "computing type (auto: as stored; fp16 is computed in fp32 on a CPU)", DefaultValueFactory = _ => "auto" };
    private readonly Option<string> _device = new("--device") { Description = "where to compute", DefaultValueFactory = _ => "cpu" };
    private readonly Option<int?> _threads = new("--threads") { Description = "threads to compute with (default: one a core)", HelpName = "N" };
    private readonly Option<string> _batch = new("--batch-size") { Description = "rows of 64 tokens a forward pass, or auto; scores do not depend on it", HelpName = "N", DefaultValueFactory = _ => "auto" };

    /// <summary>Creates the set.</summary>
    public ModelOptionSet()
    {
        _dtype.AcceptOnlyFromAmong("auto", "fp32", "bf16", "fp16");
        _device.AcceptOnlyFromAmong("cpu");
    }

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _model, _base, _tower, _dtype, _device, _threads, _batch })
            command.Add(option);
    }

    /// <summary>The model's name.</summary>
    public string ReadModel(ParseResult parsed) => parsed.GetRequiredValue(_model);

    /// <summary>What the user asked for.</summary>
    /// <exception cref="InputException">A number is out of range.</exception>
    public ModelOptions Read(ParseResult parsed)
    {
        var threads = parsed.GetValue(_threads);
        if (threads is < 1 or > 4096)
            throw new InputException($"--threads: expected 1 or more, found {threads}");
        if (parsed.GetValue(_base) is { } model && !Directory.Exists(model) && !(Checkpoint.IsGguf(model) && File.Exists(model)))
            throw new InputException($"--base {model}: expected the folder or the .gguf file of the base model, found none");
        return new ModelOptions
        {
            BaseFolder = parsed.GetValue(_base),
            VisionTower = parsed.GetValue(_tower),
            Dtype = parsed.GetRequiredValue(_dtype),
            Device = parsed.GetRequiredValue(_device),
            Threads = threads,
            BatchSize = BatchSize(parsed.GetRequiredValue(_batch)),
        };
    }

    private static int? BatchSize(string text)
    {
        if (text == "auto")
            return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size is >= 1 and <= 65536
            ? size
            : throw new InputException($"--batch-size: expected auto or a number from 1 to 65536, found {text}");
    }
}
