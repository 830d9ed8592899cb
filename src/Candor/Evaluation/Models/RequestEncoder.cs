using Candor.Tokenization;

namespace Candor.Evaluation.Models;

/// <summary>
/// Texts of a request into token ids as lm-evaluation-harness does it (<c>_encode_pair</c> and <c>_loglikelihood_tokens</c>): white space
/// at the context's end moves to the continuation, both are encoded as one text, and what the context alone does not fill is the
/// continuation. Needs no weights.
/// </summary>
public sealed class RequestEncoder
{
    private readonly ITokenizer tokenizer;
    private readonly RequestEncoding encoding;
    private readonly int maxLength;
    private readonly string identity;
    private readonly PictureRequestEncoder? pictures;
    private readonly int emptyContext;
    private readonly string bosText;

    /// <summary>Prepares to encode.</summary>
    /// <param name="tokenizer">The model's tokenizer.</param>
    /// <param name="encoding">The harness's way with special tokens.</param>
    /// <param name="maxLength">Longest input of the model in tokens.</param>
    /// <param name="identity">What decides answers beside the ids: weights digest and computing dtype. Part of every key.</param>
    /// <param name="pictures">Encodes requests about pictures; null for a model of text alone.</param>
    /// <exception cref="InputException">The tokenizer lacks the token that stands in for an empty context.</exception>
    public RequestEncoder(
        ITokenizer tokenizer, RequestEncoding encoding, int maxLength, string identity, PictureRequestEncoder? pictures = null)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentNullException.ThrowIfNull(encoding);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxLength);
        this.tokenizer = tokenizer;
        this.encoding = encoding;
        this.maxLength = maxLength;
        this.identity = identity;
        this.pictures = pictures;
        emptyContext = encoding.EmptyContext == EmptyContext.BeginningOfSequence
            ? tokenizer.BosId ?? throw new InputException("the tokenizer has no BOS token, which stands in for an empty context")
            : tokenizer.EosId ?? throw new InputException("the tokenizer has no EOS token, which stands in for an empty context");
        bosText = encoding.AddSpecialTokens && tokenizer.BosId is { } bos ? tokenizer.Decode([bos]) : "";
    }

    /// <summary>Encodes requests in the order given; a context repeated by neighbours is encoded once.</summary>
    /// <exception cref="InputException">A continuation has no tokens, or more than the model reads; or a picture is asked about that it cannot see.</exception>
    public IReadOnlyList<PreparedRequest> Encode(IReadOnlyList<LogLikelihoodRequest> requests)
    {
        ArgumentNullException.ThrowIfNull(requests);
        var prepared = new PreparedRequest[requests.Count];
        string? lastContext = null;
        int[] lastContextIds = [];
        for (int i = 0; i < prepared.Length; i++)
        {
            var request = requests[i];
            if (request.Image is { } image)
            {
                prepared[i] = (pictures ?? throw new InputException($"{image}: the model reads text alone and cannot be asked about a picture"))
                    .Encode(request);
                continue;
            }

            if (request.Context.Length == 0)
            {
                prepared[i] = AfterNothing(request);
                continue;
            }

            (string context, string continuation) = TrailingWhiteSpace.Move(request);
            if (context != lastContext)
                (lastContext, lastContextIds) = (context, Tokens(context));
            int[] whole = Tokens(context + continuation);
            prepared[i] = Join(request, lastContextIds, whole.AsSpan(Math.Min(lastContextIds.Length, whole.Length)));
        }

        return prepared;
    }

    /// <summary>An empty context: one token stands for it, and the continuation is encoded alone, without special tokens.</summary>
    private PreparedRequest AfterNothing(LogLikelihoodRequest request)
    {
        int[] ids = tokenizer.Encode(request.Continuation, addSpecialTokens: false);
        // A continuation that begins with that token itself brings its own context (0.4; 2023's texts never do).
        bool bringsContext = encoding.EmptyContext == EmptyContext.BeginningOfSequence && ids.Length > 0 && ids[0] == emptyContext;
        return Join(request, [emptyContext], ids.AsSpan(bringsContext ? 1 : 0));
    }

    private PreparedRequest Join(LogLikelihoodRequest request, int[] context, ReadOnlySpan<int> continuation)
    {
        if (context.Length == 0)
            throw new InputException($"the context \"{request.Context}\" has no tokens");
        if (continuation.Length == 0)
            throw new InputException($"the continuation \"{request.Continuation}\" has no tokens of its own after its context");
        if (continuation.Length > maxLength)
            throw new InputException($"a continuation of {continuation.Length} tokens is longer than the model reads ({maxLength})");
        int kept = Math.Min(context.Length, maxLength + 1 - continuation.Length);
        int[] ids = [.. context.AsSpan(context.Length - kept), .. continuation];
        return new PreparedRequest(request, ids, continuation.Length, RequestKey.Of(identity, ids, continuation.Length), kept < context.Length);
    }

    private int[] Tokens(string text) => tokenizer.Encode(text, encoding.AddSpecialTokens && !StartsWithBos(text));

    /// <summary>A text that already begins with BOS gets no second one (lm-eval 0.4).</summary>
    private bool StartsWithBos(string text) => bosText.Length > 0 && text.StartsWith(bosText, StringComparison.Ordinal);
}
