using Candor.Evaluation.Models;
using Candor.Torch.Modules;

namespace Candor.Torch.Scoring;

/// <summary>
/// All requests' prefixes as one stream of tokens: the tree of prefixes walked depth first, each token once. Sorting the requests by
/// their ids is the walk: what a request adds to the stream is what it does not share with the one before.
/// </summary>
internal sealed class ScoringPlan
{
    private readonly List<int> tokens = [];
    private readonly List<TokenRun> runs = [];
    private readonly List<Target> targets = [];
    private readonly List<int> firstTargetOfToken = [];
    private readonly List<int> nextTarget = [];

    private ScoringPlan()
    {
    }

    /// <summary>The stream.</summary>
    public List<int> Tokens => tokens;

    /// <summary>The stream cut into runs; <see cref="TokenRun.Start"/> counts from the stream's beginning.</summary>
    public IReadOnlyList<TokenRun> Runs => runs;

    /// <summary>Length of the longest path.</summary>
    public int LongestPath { get; private set; }

    /// <summary>Whether a token's row of logits is needed.</summary>
    public bool NeedsLogits(int token) => firstTargetOfToken[token] >= 0;

    /// <summary>What is asked of a token's row of logits.</summary>
    public IEnumerable<Target> TargetsOf(int token)
    {
        for (int target = firstTargetOfToken[token]; target >= 0; target = nextTarget[target])
            yield return targets[target];
    }

    /// <summary>Plans requests that have ids.</summary>
    public static ScoringPlan Create(IReadOnlyList<PreparedRequest> requests)
    {
        var plan = new ScoringPlan();
        int[] order = [.. Enumerable.Range(0, requests.Count)];
        Array.Sort(order, (a, b) =>
        {
            int byIds = requests[a].Ids.AsSpan().SequenceCompareTo(requests[b].Ids);
            return byIds != 0 ? byIds : a.CompareTo(b);
        });
        var path = new Path();
        foreach (int request in order)
            plan.Add(requests[request], request, path);
        return plan;
    }

    /// <summary>The part of the stream from <paramref name="start"/> as runs: one that crosses a border is cut there.</summary>
    /// <param name="start">First token.</param>
    /// <param name="count">Number of tokens.</param>
    /// <param name="firstRun">The run <paramref name="start"/> lies in; afterwards the run the part's end lies in.</param>
    public List<TokenRun> Slice(int start, int count, ref int firstRun)
    {
        var slice = new List<TokenRun>();
        for (; firstRun < runs.Count; firstRun++)
        {
            var run = runs[firstRun];
            int from = Math.Max(run.Start, start), to = Math.Min(run.Start + run.Count, start + count);
            if (from < to)
                slice.Add(new TokenRun(from - start, to - from, run.Position + from - run.Start));
            if (run.Start + run.Count > start + count)
                break;
        }

        return slice;
    }

    private void Add(PreparedRequest request, int index, Path path)
    {
        var input = request.Ids.AsSpan(0, request.Ids.Length - 1);
        int shared = input.CommonPrefixLength(path.Ids);
        if (shared < input.Length)
            Append(input[shared..], shared, path);
        for (int position = input.Length - request.ContinuationLength; position < input.Length; position++)
            AddTarget(path.TokenAt[position], new Target(index, request.Ids[position + 1]));
    }

    private void Append(ReadOnlySpan<int> ids, int position, Path path)
    {
        bool continues = runs.Count > 0 && position == path.Length;
        path.Cut(position);
        foreach (int id in ids)
        {
            path.Push(id, tokens.Count);
            tokens.Add(id);
            firstTargetOfToken.Add(-1);
        }

        if (continues)
            runs[^1] = runs[^1] with { Count = runs[^1].Count + ids.Length };
        else
            runs.Add(new TokenRun(tokens.Count - ids.Length, ids.Length, position));
        LongestPath = Math.Max(LongestPath, path.Length);
    }

    private void AddTarget(int token, Target target)
    {
        nextTarget.Add(firstTargetOfToken[token]);
        firstTargetOfToken[token] = targets.Count;
        targets.Add(target);
    }

    /// <summary>The path from the root to the last token of the stream.</summary>
    private sealed class Path
    {
        private readonly List<int> ids = [];

        public List<int> TokenAt { get; } = [];

        public int Length => ids.Count;

        public ReadOnlySpan<int> Ids => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(ids);

        public void Cut(int length)
        {
            ids.RemoveRange(length, ids.Count - length);
            TokenAt.RemoveRange(length, TokenAt.Count - length);
        }

        public void Push(int id, int token)
        {
            ids.Add(id);
            TokenAt.Add(token);
        }
    }
}

/// <summary>One continuation token of one request, asked of a row of logits.</summary>
/// <param name="Request">Position of the request.</param>
/// <param name="Id">The token whose log-probability is wanted.</param>
internal readonly record struct Target(int Request, int Id);
