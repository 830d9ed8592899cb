using System.Text;
using System.Text.Json;
using Candor.Evaluation.Text;
using CsCheck;

namespace Candor.Tests.Evaluation.Text;

public sealed class PythonJsonTests
{
    /// <summary>Values of CPython's <c>repr</c>.</summary>
    [Theory]
    [InlineData(1.0, "1.0")]
    [InlineData(-0.0, "-0.0")]
    [InlineData(0.1, "0.1")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(0.00001, "1e-05")]
    [InlineData(6.19512622937477e-15, "6.19512622937477e-15")]
    [InlineData(-29.002099990844727, "-29.002099990844727")]
    [InlineData(1e15, "1000000000000000.0")]
    [InlineData(1e16, "1e+16")]
    [InlineData(1.5e300, "1.5e+300")]
    [InlineData(123456789012345680.0, "1.2345678901234568e+17")]
    [InlineData(5e-324, "5e-324")]
    [InlineData(1e-7, "1e-07")]
    [InlineData(1e23, "1e+23")]
    [InlineData(40, "40.0")]
    [InlineData(9007199254740993.0, "9007199254740992.0")]
    [InlineData(double.NaN, "nan")]
    [InlineData(double.NegativeInfinity, "-inf")]
    public void FloatsArePrintedAsPythonPrintsThem(double value, string expected) => Assert.Equal(expected, PythonFloat.Repr(value));

    [Fact]
    public void FloatsReadBackToTheSameNumber() => Gen.Double.Where(double.IsFinite).Sample(value =>
        double.Parse(PythonFloat.Repr(value), System.Globalization.CultureInfo.InvariantCulture).Equals(value));

    [Theory]
    [InlineData(false, "\"\\\" \\\\ \\n\\r\\t\\b\\f \\u0001 / < > & ' \u007f é 日 😀\"")]
    [InlineData(true, "\"\\\" \\\\ \\n\\r\\t\\b\\f \\u0001 / < > & ' \\u007f \\u00e9 \\u65e5 \\ud83d\\ude00\"")]
    public void TextIsEscapedAsPythonEscapesIt(bool asciiOnly, string expected) => Assert.Equal(
        expected, Write(writer => writer.Value("\" \\ \n\r\t\b\f \u0001 / < > & ' \u007f é 日 😀"), asciiOnly: asciiOnly));

    [Fact]
    public void CompactFormHasPythonsSeparators() => Assert.Equal(
        "{\"a\": [1, 2.0, \"x\"], \"b\": {}, \"c\": [], \"d\": null, \"e\": true, \"f\": NaN}", Write(WriteSample));

    [Fact]
    public void IndentedFormHasOneThingALine() => Assert.Equal(
        "{\n  \"a\": [\n    1,\n    2.0,\n    \"x\"\n  ],\n  \"b\": {},\n  \"c\": [],\n  \"d\": null,\n  \"e\": true,\n  \"f\": NaN\n}",
        Write(WriteSample, indented: true));

    [Fact]
    public void TextReadsBack() => Gen.String.Where(IsUnicode).Sample(text =>
        JsonDocument.Parse(Write(writer => writer.Value(text))).RootElement.GetString() == text
        && JsonDocument.Parse(Write(writer => writer.Value(text), asciiOnly: true)).RootElement.GetString() == text);

    [Theory]
    [InlineData("a \u001c\u00a0\n", "a")]
    [InlineData("  a", "  a")]
    [InlineData(" \t", "")]
    public void TrimEndIsPythonsRstrip(string text, string expected) => Assert.Equal(expected, PythonText.TrimEnd(text));

    private static bool IsUnicode(string text) => text.EnumerateRunes().All(rune => rune != Rune.ReplacementChar);

    private static void WriteSample(PythonJsonWriter writer)
    {
        writer.StartObject();
        writer.Name("a");
        writer.StartArray();
        writer.Value(1L);
        writer.Value(2.0);
        writer.Value("x");
        writer.EndArray();
        writer.Name("b");
        writer.StartObject();
        writer.EndObject();
        writer.Name("c");
        writer.Values([]);
        writer.Member("d", (string?)null);
        writer.Member("e", true);
        writer.Member("f", double.NaN);
        writer.EndObject();
    }

    private static string Write(Action<PythonJsonWriter> write, bool indented = false, bool asciiOnly = false)
    {
        using var stream = new MemoryStream();
        using (var writer = new PythonJsonWriter(stream, indented, asciiOnly))
            write(writer);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
