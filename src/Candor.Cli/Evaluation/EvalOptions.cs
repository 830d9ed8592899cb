using System.CommandLine;
using Candor.Cli.Models;
using Candor.Cli.Verbs;
using Candor.Conversations.Templates;
using Candor.Evaluation.Planning;
using Candor.Evaluation.Protocols;

namespace Candor.Cli.Evaluation;

/// <summary>The options of <c>candor eval</c>.</summary>
internal sealed class EvalOptions
{
    private readonly Option<string> _tasks = new("--tasks") { Description = "tasks, separated by commas", HelpName = "A,B", Required = true };
    private readonly Option<string> _protocol = new("--protocol")
    {
        Description = "whose rules: " + string.Join(" or ", ProtocolRegistry.All.Select(protocol => protocol.Name)),
        HelpName = "P",
        DefaultValueFactory = _ => ProtocolRegistry.LmEval04.Name,
    };

    private readonly Option<string> _data = new("--data") { Description = "folder of the benchmark data, in the official layouts", HelpName = "DIR", DefaultValueFactory = _ => "data" };
    private readonly Option<int?> _limit = new("--limit") { Description = "only the first N documents of each task, in evaluation order", HelpName = "N" };
    private readonly Option<int> _fewshot = new("--num-fewshot") { Description = "solved examples before each document", HelpName = "K" };
    private readonly Option<string?> _template = new("--template") { Description = "conversation template that the model was tuned with, for questions about pictures", HelpName = "T" };
    private readonly Option<bool> _blank = new("--blank-images") { Description = "show a blank picture in place of every one: the control of a model that must see" };
    private readonly Option<string?> _output = new("--output") { Description = "folder for logs (default: runs/eval-PROTOCOL)", HelpName = "DIR" };
    private readonly Option<bool> _logSamples = new("--log-samples") { Description = "samples are always logged; accepted because lm-eval has it" };
    private readonly Option<string?> _dump = new("--dump-requests") { Description = "also write every request, as JSON", HelpName = "FILE" };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "count documents, requests and tokens, and score nothing" };
    private readonly Option<bool> _json = CommonOptions.Json();
    private readonly ModelOptionSet _model = new();

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        _model.AddTo(command);
        foreach (var option in new Option[] { _tasks, _protocol, _data, _limit, _fewshot, _template, _blank, _output, _logSamples, _dump, _dryRun, _json })
            command.Add(option);
    }

    /// <summary>What the user asked for.</summary>
    public EvalRequest Read(ParseResult parsed)
    {
        var protocol = parsed.GetRequiredValue(_protocol);
        return new EvalRequest
        {
            Model = _model.ReadModel(parsed),
            Options = _model.Read(parsed),
            Tasks = parsed.GetRequiredValue(_tasks).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            Protocol = protocol,
            DataFolder = parsed.GetRequiredValue(_data),
            Limit = parsed.GetValue(_limit),
            FewshotCount = parsed.GetValue(_fewshot),
            Pictures = ReadPictures(parsed),
            OutputFolder = parsed.GetValue(_output) ?? Path.Combine("runs", "eval-" + protocol),
            DumpRequests = parsed.GetValue(_dump),
            DryRun = parsed.GetValue(_dryRun),
            AsJson = parsed.GetValue(_json),
        };
    }

    private PictureSettings? ReadPictures(ParseResult parsed)
    {
        if (parsed.GetValue(_template) is { } template)
            return new PictureSettings(ConversationTemplates.Get(template), parsed.GetValue(_blank));
        return parsed.GetValue(_blank)
            ? throw new InputException("--blank-images: expected --template with it, the conversation template that the model was tuned with, found none")
            : null;
    }
}
