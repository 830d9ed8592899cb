using Candor.Evaluation.Models;

namespace Candor.Evaluation.Running;

/// <summary>Gets an answer to every request: from the journal, or once from the model.</summary>
internal sealed class Answering
{
    private readonly ILanguageModel _model;
    private readonly Journal? _journal;
    private readonly string[] _keys;
    private readonly Dictionary<string, LogLikelihood> _answers = [];
    private readonly List<PreparedRequest> _pending = [];
    private readonly List<string> _pendingKeys = [];

    /// <summary>Prepares; answers nothing yet.</summary>
    /// <param name="model">Who answers.</param>
    /// <param name="requests">All requests.</param>
    /// <param name="protocol">The protocol's name, part of the key.</param>
    /// <param name="journal">Earlier answers, or null.</param>
    public Answering(ILanguageModel model, IReadOnlyList<PreparedRequest> requests, string protocol, Journal? journal)
    {
        _model = model;
        _journal = journal;
        Requests = requests;
        _keys = [.. requests.Select(request => protocol + ":" + request.Key)];
        var seen = new HashSet<string>();
        for (var i = 0; i < requests.Count; i++)
        {
            if (!seen.Add(_keys[i]))
                continue;
            if (journal is not null && journal.TryFind(_keys[i], out var answer))
            {
                _answers[_keys[i]] = answer;
                continue;
            }

            _pending.Add(requests[i]);
            _pendingKeys.Add(_keys[i]);
        }

        FromJournal = _answers.Count;
    }

    /// <summary>All requests, in the plan's order.</summary>
    public IReadOnlyList<PreparedRequest> Requests { get; }

    /// <summary>Their keys in the journal, in the same order.</summary>
    public IReadOnlyList<string> Keys => _keys;

    /// <summary>How many different requests the journal answered.</summary>
    public int FromJournal { get; }

    /// <summary>What the model did.</summary>
    public ScoringTotals Totals { get; private set; }

    /// <summary>Asks the model for what is missing.</summary>
    public void Run(Action<EvaluationProgress>? progress, CancellationToken cancellation)
    {
        var tokens = _pending.Sum(InputTokens);
        var state = new EvaluationProgress(FromJournal, FromJournal + _pending.Count, FromJournal, 0, tokens);
        progress?.Invoke(state);
        if (_pending.Count == 0)
            return;

        Totals = _model.Score(_pending, (i, answer) =>
        {
            _answers[_pendingKeys[i]] = answer;
            _journal?.Append(_pendingKeys[i], answer);
            state = state with { RequestsDone = _answers.Count, TokensDone = state.TokensDone + InputTokens(_pending[i]) };
            progress?.Invoke(state);
        }, cancellation);
        if (_answers.Count < state.RequestsTotal)
            throw new InvalidOperationException($"the model answered {_answers.Count} of {state.RequestsTotal} requests");
    }

    /// <summary>The answers, in the order of the requests.</summary>
    public IEnumerable<LogLikelihood> Answers() => _keys.Select(key => _answers[key]);

    private static long InputTokens(PreparedRequest request) => Math.Max(0, request.Ids.Length - 1);
}
