using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Candor.Cli.Generation;
using Candor.Cli.Models;
using Candor.Cli.Terminals;
using Candor.Conversations.Templates;

namespace Candor.Cli.Verbs;

/// <summary><c>candor generate</c>: greedy decoding of one prompt.</summary>
internal static class GenerateVerb
{
    /// <summary>The verb with its options.</summary>
    public static Command Create()
    {
        var model = new ModelOptionSet();
        var prompt = new Option<string?>("--prompt") { Description = "the text to continue", HelpName = "TEXT" };
        var promptIds = new Option<string?>("--prompt-ids") { Description = "the token ids to continue, separated by commas", HelpName = "1,2,3" };
        var image = new Option<string?>("--image") { Description = "a picture, for <image> in the prompt (-200 among ids)", HelpName = "FILE" };
        var template = new Option<string?>("--template") { Description = "write --prompt as a question about the picture in this conversation template", HelpName = "T" };
        var count = new Option<int>("--max-new-tokens") { Description = "at most so many new tokens", HelpName = "N", DefaultValueFactory = _ => 64 };
        var echo = new Option<bool>("--echo-logprobs") { Description = "also give the log-probabilities of the prompt's tokens" };
        var json = CommonOptions.Json();
        var command = new VerbCommand(
            "generate", "Continues a prompt, always with the most likely token.", "candor generate --model models/vicuna-7b --prompt \"Q: What is rain?\\nA:\"")
        {
            prompt, promptIds, image, template, count, echo, json,
        };
        model.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            var request = new GenerationRequest
            {
                Model = model.ReadModel(parsed),
                Options = model.Read(parsed),
                Prompt = parsed.GetValue(prompt),
                PromptIds = parsed.GetValue(promptIds) is { } ids ? ParseIds(ids) : null,
                Image = parsed.GetValue(image),
                Template = parsed.GetValue(template) is { } name ? ConversationTemplates.Get(name) : null,
                MaxNewTokens = parsed.GetValue(count),
            };
            return Task.FromResult(Run(Terminal.Of(parsed), request, parsed.GetValue(echo), parsed.GetValue(json), cancellation));
        });
        return command;
    }

    private static int Run(Terminal terminal, GenerationRequest request, bool echo, bool asJson, CancellationToken cancellation)
    {
        request.Check();
        var answer = request.Image is null
            ? GreedyGeneration.Run(request, cancellation)
            : PictureGeneration.Run(request, line => terminal.ErrorWriter.WriteLine("note: " + line), cancellation);
        if (asJson)
            terminal.OutputWriter.WriteLine(ToJson(answer, echo).ToJsonString());
        else
            terminal.OutputWriter.WriteLine(answer.Text ?? string.Join(' ', answer.Ids));
        return ExitCode.Done;
    }

    private static JsonObject ToJson(GeneratedText answer, bool echo)
    {
        var json = new JsonObject
        {
            ["prompt_ids"] = JsonSerializer.SerializeToNode(answer.PromptIds),
            ["ids"] = JsonSerializer.SerializeToNode(answer.Ids),
            ["text"] = answer.Text,
            ["logprobs"] = JsonSerializer.SerializeToNode(answer.LogProbabilities),
            ["stopped_by"] = answer.StoppedByEos ? "eos" : "length",
        };
        if (echo)
            json["prompt_logprobs"] = JsonSerializer.SerializeToNode(answer.PromptLogProbabilities);
        return json;
    }

    private static int[] ParseIds(string text)
    {
        var parts = text.Split(',', StringSplitOptions.TrimEntries);
        return [.. parts.Select((part, i) => int.TryParse(part, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id)
            ? id
            : throw new InputException($"--prompt-ids: expected numbers separated by commas, found \"{part}\" at place {i + 1}"))];
    }
}
