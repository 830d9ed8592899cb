using System.Text.Json;
using Candor.TestSupport;
using Candor.Tokenization.ByteLevel;
using CsCheck;

namespace Candor.Tests.Tokenization;

public sealed class WordPatternTests
{
    private static readonly Dictionary<string, PreTokenizer> s_patterns = new()
    {
        ["gpt2"] = new PreTokenizer(IsolatesDigits: false, WordPattern.Gpt2),
        ["smollm"] = new PreTokenizer(IsolatesDigits: true, WordPattern.Gpt2),
        ["llama3"] = new PreTokenizer(IsolatesDigits: false, WordPattern.Llama3),
    };

    [Theory, InlineData("gpt2"), InlineData("smollm"), InlineData("llama3")]
    public void Words_are_those_of_the_regular_expression(string pattern)
    {
        foreach (var entry in Goldens.Json(Goldens.Committed("tokens", "words.json")).GetProperty("texts").EnumerateArray())
        {
            var expected = entry.GetProperty(pattern).EnumerateArray().Select(w => JsonSerializer.Serialize(w.GetString()));
            Assert.Equal(expected, Words(s_patterns[pattern], entry.GetProperty("text").GetString()!).Select(w => JsonSerializer.Serialize(w)));
        }
    }

    [Theory, InlineData("gpt2"), InlineData("smollm"), InlineData("llama3")]
    public void Words_are_the_whole_text(string pattern) =>
        Gen.OneOf(Gen.Char["  \u3000\r\n\t'stdmlreva019é猫.,!"], Gen.Char).Array[0, 80].Select(c => new string(c))
            .Sample(text => Assert.Equal(text, string.Concat(Words(s_patterns[pattern], text))), iter: 2000);

    private static List<string> Words(PreTokenizer pattern, string text)
    {
        var words = new List<string>();
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            var stretch = rest[..pattern.FirstStretch(rest)];
            rest = rest[stretch.Length..];
            while (!stretch.IsEmpty)
            {
                var length = pattern.FirstWord(stretch);
                words.Add(stretch[..length].ToString());
                stretch = stretch[length..];
            }
        }

        return words;
    }
}
