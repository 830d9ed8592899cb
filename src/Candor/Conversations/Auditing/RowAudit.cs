using Candor.Conversations.Labels;

namespace Candor.Conversations.Auditing;

/// <summary>Goes over all rows before training and counts those that would be trained only in part, or not at all.</summary>
public sealed class RowAudit
{
    /// <summary>A share of lost rows that is no accident any more.</summary>
    public const double DefaultMaxShare = 0.05;

    private readonly RowEncoder _encoder;
    private readonly FindingTally _withoutTargets = new();
    private readonly FindingTally _mismatched = new();
    private readonly FindingTally _cut = new();
    private int _rows;
    private int _affected;
    private long _targets;
    private long _tokens;

    private RowAudit(RowEncoder encoder) => _encoder = encoder;

    /// <summary>Encodes every row and looks at its labels.</summary>
    /// <param name="rows">The rows of the run.</param>
    /// <param name="encoder">As training uses it.</param>
    /// <param name="maxShare">The share of affected rows above which training should stop.</param>
    /// <param name="cancellation">Checked between rows.</param>
    /// <exception cref="InputException">A row does not fit the template.</exception>
    public static RowAuditReport Run(
        IEnumerable<ConversationRow> rows, RowEncoder encoder, double maxShare = DefaultMaxShare, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(encoder);
        var audit = new RowAudit(encoder);
        foreach (var row in rows)
        {
            cancellation.ThrowIfCancellationRequested();
            audit.Add(row);
        }

        return audit.Report(maxShare);
    }

    private void Add(ConversationRow row)
    {
        var maxLength = _encoder.Settings.ModelMaxLength;
        var encoded = _encoder.Encode(row);
        var targets = encoded.CountTargets(maxLength);
        var isCut = encoded.FullLength > maxLength;
        if (targets == 0)
            _withoutTargets.Add(new RowFinding(row.Place, encoded.Warnings is [var warning, ..] ? warning : null));
        if (encoded.Warnings.Count > 0)
            _mismatched.Add(new RowFinding(row.Place));
        if (isCut)
            _cut.Add(new RowFinding(row.Place, $"{encoded.FullLength} tokens"));
        _rows++;
        _affected += targets == 0 || isCut ? 1 : 0;
        _targets += targets;
        _tokens += Math.Min(encoded.Ids.Length, maxLength);
    }

    private RowAuditReport Report(double maxShare) => new()
    {
        Rows = _rows,
        WithoutTargets = _withoutTargets,
        Mismatched = _mismatched,
        Cut = _cut,
        Affected = _affected,
        Targets = _targets,
        Tokens = _tokens,
        MaxShare = maxShare,
        Advice = Advise(),
    };

    private string? Advise()
    {
        if (_mismatched.Count > 0 && StripsBesideEos())
        {
            return "The tokenizer strips white space beside </s>, so token counts do not fit: in special_tokens_map.json, write bos_token, "
                + "eos_token and unk_token as objects (\"content\", \"lstrip\": false, …) instead of plain strings.";
        }

        if (_cut.Count > 0 && _cut.Count >= _mismatched.Count)
            return $"Raise model_max_length (now {_encoder.Settings.ModelMaxLength}) or shorten the rows.";
        return _withoutTargets.Count == 0
            ? null
            : "Look at a row with `candor data preview`: an empty answer, or the template's separators inside a text, mask a whole row.";
    }

    private bool StripsBesideEos() => _encoder.Tokenizer.Encode("a</s> b").AsSpan().SequenceEqual(_encoder.Tokenizer.Encode("a</s>b"));
}
