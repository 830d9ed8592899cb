using System.CommandLine;
using Candor.Cli.Conversations;
using Candor.Cli.Terminals;
using Candor.Conversations;
using Candor.Conversations.Labels;
using Candor.Conversations.Reading;
using Candor.Conversations.Templates;
using Candor.Conversations.Vocabulary;
using Candor.Tokenization;

namespace Candor.Cli.Verbs;

/// <summary><c>candor data preview</c>: the ids and labels that training would see.</summary>
internal static class DataPreviewVerb
{
    private static readonly Argument<string> s_file = new("FILE") { Description = "LLaVA JSON: an array, or a row a line" };

    private static readonly Option<string> s_tokenizer = new("--tokenizer", "--model")
    {
        Description = "folder or .gguf file of the base model, or folder of its tokenizer",
        HelpName = "DIR",
        Required = true,
    };

    private static readonly Option<string> s_version = new("--version")
    {
        Description = $"{string.Join(", ", ConversationTemplates.Names)}, v0.5; anything else is vicuna_v1, as in the reference",
        HelpName = "NAME",
        Required = true,
    };

    private static readonly Option<bool> s_startEnd = new("--mm-use-im-start-end", "--mm_use_im_start_end")
    {
        Description = "put <im_start> and <im_end> around pictures",
    };

    private static readonly Option<bool> s_patch = new("--mm-use-im-patch-token", "--mm_use_im_patch_token")
    {
        Description = "add <im_patch> to the vocabulary",
        DefaultValueFactory = _ => true,
    };

    private static readonly Option<bool> s_textOnly = new("--text-only") { Description = "a run without a tower: no tokens for pictures" };

    private static readonly Option<int> s_maxLength = new("--model-max-length", "--model_max_length")
    {
        Description = "where rows are cut",
        HelpName = "N",
        DefaultValueFactory = _ => 2048,
    };

    private static readonly Option<int?> s_limit = new("--limit") { Description = "so many rows only", HelpName = "N" };

    /// <summary>The verb with its options.</summary>
    public static Command Create()
    {
        var json = CommonOptions.Json();
        var command = new VerbCommand(
            "preview",
            "Shows rows as training sees them, the trained tokens coloured.",
            "candor data preview instruct.json --model models/vicuna-7b --version v1 --mm-use-im-start-end --limit 3")
        {
            s_file,
            s_tokenizer,
            s_version,
            s_startEnd,
            s_patch,
            s_textOnly,
            s_maxLength,
            s_limit,
            json,
        };
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(parsed, parsed.GetValue(json), cancellation)));
        return command;
    }

    private static int Run(ParseResult parsed, bool asJson, CancellationToken cancellation)
    {
        var terminal = Terminal.Of(parsed);
        var encoder = CreateEncoder(parsed);
        if (CarriedChatTemplate.Compare(encoder.Settings.Template, CarriedChatTemplate.Read(parsed.GetRequiredValue(s_tokenizer))) is { } mismatch)
            terminal.ErrorWriter.WriteLine(mismatch.Message);
        IRowPreview preview = asJson ? new JsonRowPreview(terminal.OutputWriter) : new ColoredRowPreview(terminal.Output, encoder);
        var misfits = 0;
        foreach (var row in LlavaRowFile.Read(parsed.GetRequiredValue(s_file)).Take(parsed.GetValue(s_limit) ?? int.MaxValue))
        {
            cancellation.ThrowIfCancellationRequested();
            misfits += Show(preview, encoder, row) ? 0 : 1;
        }

        if (misfits > 0)
            terminal.ErrorWriter.WriteLine($"error: {misfits} rows do not fit version {parsed.GetValue(s_version)}, so training would not start");
        return misfits > 0 ? ExitCode.BadInput : ExitCode.Done;
    }

    /// <summary>Shows a row, or why it cannot be trained on.</summary>
    private static bool Show(IRowPreview preview, RowEncoder encoder, ConversationRow row)
    {
        try
        {
            preview.Show(row, encoder.Encode(row));
            return true;
        }
        catch (InputException error)
        {
            preview.ShowMisfit(row, error.Message);
            return false;
        }
    }

    private static RowEncoder CreateEncoder(ParseResult parsed)
    {
        var folder = parsed.GetRequiredValue(s_tokenizer);
        if (TokenizerLoader.Load(folder) is not IExtendableTokenizer tokenizer)
            throw new InputException($"{folder}: expected a tokenizer that tokens can be added to (tokenizer.model or a byte-level BPE), found another kind");
        var version = TrainingVersion.Parse(parsed.GetRequiredValue(s_version));
        var isMultimodal = !parsed.GetValue(s_textOnly);
        var usesStartEnd = isMultimodal && parsed.GetValue(s_startEnd);
        var plan = AddedTokenPlan.Create(tokenizer, version, isMultimodal && parsed.GetValue(s_patch), usesStartEnd);
        return new RowEncoder(plan.Tokenizer, new RowEncoderSettings
        {
            Template = version.Template,
            PadId = plan.PadId,
            ModelMaxLength = MaxLength(parsed),
            UsesStartEnd = usesStartEnd,
            IsMultimodal = isMultimodal,
        });
    }

    private static int MaxLength(ParseResult parsed)
    {
        var length = parsed.GetValue(s_maxLength);
        return length > 0 ? length : throw new InputException($"--model-max-length: expected a number above 0, found {length}");
    }
}
