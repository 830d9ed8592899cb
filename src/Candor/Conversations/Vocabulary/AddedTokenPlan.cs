using Candor.Conversations.Templates;
using Candor.Tokenization;

namespace Candor.Conversations.Vocabulary;

/// <summary>
/// Which tokens a run adds, in the reference's order (spec/training.md §4): <c>[PAD]</c> for version v0 where the tokenizer has no
/// padding token, then <c>&lt;im_patch&gt;</c>, then <c>&lt;im_start&gt;</c> and <c>&lt;im_end&gt;</c>. Tokens the tokenizer knows stay.
/// </summary>
public sealed record AddedTokenPlan
{
    /// <summary>The tokenizer with the tokens in it.</summary>
    public required IExtendableTokenizer Tokenizer { get; init; }

    /// <summary>The id that fills up batches.</summary>
    public required int PadId { get; init; }

    /// <summary>The rows that the matrices grow by, in the order of their ids.</summary>
    public required IReadOnlyList<AddedTokenRow> Rows { get; init; }

    /// <summary>Plans the tokens of a run.</summary>
    /// <param name="tokenizer">The base model's.</param>
    /// <param name="version">What <c>--version</c> chose.</param>
    /// <param name="usesPatch"><c>mm_use_im_patch_token</c>; false in a run without tower.</param>
    /// <param name="usesStartEnd"><c>mm_use_im_start_end</c>; false in a run without tower.</param>
    /// <exception cref="InputException">The tokenizer has no unknown token to pad with.</exception>
    public static AddedTokenPlan Create(IExtendableTokenizer tokenizer, TrainingVersion version, bool usesPatch, bool usesStartEnd)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentNullException.ThrowIfNull(version);
        var rows = new List<AddedTokenRow>();
        if (version is { HasOwnPadToken: true, MasksGenuinePadding: true } && tokenizer.PadId is null)
            Add([ImageTokens.Pad], AddedRowStart.MeanOfOlderRows);
        if (usesPatch)
            Add([ImageTokens.Patch], AddedRowStart.Normal);
        if (usesStartEnd)
            Add([ImageTokens.Start, ImageTokens.End], AddedRowStart.MeanOfOlderRows);
        var extended = tokenizer.WithTokens([.. rows.Select(row => row.Content)]);
        return new AddedTokenPlan { Tokenizer = extended, PadId = PadIdOf(extended, version), Rows = rows };

        void Add(string[] contents, AddedRowStart start)
        {
            var older = tokenizer.VocabularySize + rows.Count;
            foreach (var content in contents.Where(content => tokenizer.IdOf(content) is null))
                rows.Add(new AddedTokenRow(content, tokenizer.VocabularySize + rows.Count, start, older));
        }
    }

    private static int PadIdOf(IExtendableTokenizer tokenizer, TrainingVersion version)
    {
        // Where padding is known by its position, any id will do.
        if (!version.MasksGenuinePadding)
            return tokenizer.PadId ?? tokenizer.EosId ?? 0;
        var own = tokenizer.PadId ?? tokenizer.IdOf(ImageTokens.Pad);
        return (version.HasOwnPadToken ? own : tokenizer.UnknownId)
            ?? throw new InputException($"tokenizer: expected an unknown token, which version {version.Name} pads with, found none");
    }
}
