namespace Candor.Evaluation.Models;

/// <summary>lm-eval's rule for a context that ends in white space: it belongs to the continuation.</summary>
internal static class TrailingWhiteSpace
{
    public static (string Context, string Continuation) Move(LogLikelihoodRequest request)
    {
        int end = request.Context.Length;
        while (end > 0 && IsPythonWhiteSpace(request.Context[end - 1]))
            end--;
        return (request.Context[..end], request.Context[end..] + request.Continuation);
    }

    /// <summary>What Python's <c>str.rstrip</c> removes: .NET's white space and the four separators U+001C…U+001F.</summary>
    private static bool IsPythonWhiteSpace(char c) => char.IsWhiteSpace(c) || c is >= '\u001c' and <= '\u001f';
}
