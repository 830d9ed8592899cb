namespace Candor.Evaluation.Models;

/// <summary>How likely is this continuation after this context?</summary>
/// <param name="Context">The prompt, ending without white space unless the task says otherwise.</param>
/// <param name="Continuation">The text whose probability is asked for, usually beginning with a space.</param>
public sealed record LogLikelihoodRequest(string Context, string Continuation)
{
    /// <summary>The picture that stands at the context's one <c>&lt;image&gt;</c>; null for a request of text alone.</summary>
    public RequestImage? Image { get; init; }
}
