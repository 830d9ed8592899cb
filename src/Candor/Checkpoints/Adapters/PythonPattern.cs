using System.Text.RegularExpressions;

namespace Candor.Checkpoints.Adapters;

/// <summary>A regular expression of a configuration, matched against names of modules as Python would, in bounded time.</summary>
internal sealed class PythonPattern
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    private readonly Regex _regex;
    private readonly string _text;
    private readonly string _place;

    private PythonPattern(string regex, string text, string place)
    {
        (_text, _place) = (text, place);
        try
        {
            _regex = Compile(regex);
        }
        catch (ArgumentException error)
        {
            throw new InputException($"{place}: {ErrorText.Quote(text)}: expected a regular expression: {ErrorText.Reason(error)}", error);
        }
    }

    /// <summary>Matches whole names (<c>re.fullmatch</c>).</summary>
    public static PythonPattern Whole(string text, string place) => new($@"\A(?:{text})\z", text, place);

    /// <summary>Matches a name or its end after a dot, as PEFT's rank and alpha patterns do.</summary>
    public static PythonPattern End(string text, string place) => new($@"\A(?:.*\.)?(?:{text})$", text, place);

    /// <exception cref="InputException">The match takes too long.</exception>
    public bool IsMatch(string name)
    {
        try
        {
            return _regex.IsMatch(name);
        }
        catch (RegexMatchTimeoutException error)
        {
            throw new InputException(
                $"{_place}: {ErrorText.Quote(_text)}: expected a pattern that is matched within {Limit.TotalSeconds} s, "
                + "found a slower one", error);
        }
    }

    // Look-arounds and back-references need backtracking; everything else takes time linear in the name.
    private static Regex Compile(string regex)
    {
        try
        {
            return new Regex(regex, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, Limit);
        }
        catch (NotSupportedException)
        {
            return new Regex(regex, RegexOptions.CultureInvariant, Limit);
        }
    }
}
