using System.Text;
using System.Text.Json;
using Candor.Evaluation.Comparison.Readers;
using CsCheck;

namespace Candor.Tests.Evaluation.Comparison;

public sealed class PythonJsonTests
{
    private static readonly string[] s_pieces = ["NaN", "\"", "\\", "-Infinity", ":", "{", "é", "\u2028"];

    [Theory]
    [InlineData("{\"v\":NaN}", double.NaN)]
    [InlineData("{\"v\": Infinity}", double.PositiveInfinity)]
    [InlineData("{\"v\": -Infinity}", double.NegativeInfinity)]
    [InlineData("{\"v\":-1.5e3}", -1500)]
    [InlineData("{\"NaN\": NaN, \"v\": 2}", 2)]
    [InlineData("{\"a\": \"\\\"NaN\", \"v\": NaN}", double.NaN)]
    [InlineData("{\"a\": \"\\\\\", \"v\": NaN}", double.NaN)]
    [InlineData("{\"v\": true}", 1)]
    public void ReadsNumbersAsPythonWritesThem(string json, double expected)
    {
        using var document = PythonJson.Parse(Encoding.UTF8.GetBytes(json));
        Assert.Equal(expected, PythonJson.Number(document.RootElement.GetProperty("v")));
    }

    [Theory]
    [InlineData("{\"v\": nan}")]
    [InlineData("{\"v\": NaNa}")]
    [InlineData("{\"v\": --Infinity}")]
    [InlineData("{\"v\": \"NaN}")]
    public void OtherWordsStayErrors(string json) => Assert.ThrowsAny<JsonException>(() => PythonJson.Parse(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void StringsKeepTheirText() => Gen.OneOf(Gen.Int[0, 7].Select(i => s_pieces[i]), Gen.String).Array[0, 8].Select(string.Concat).Sample(text =>
    {
        var json = $"{{\"s\": {JsonSerializer.Serialize(text)}, \"v\": NaN}}";
        using var document = PythonJson.Parse(Encoding.UTF8.GetBytes(json));
        using var plain = JsonDocument.Parse(json.Replace(", \"v\": NaN}", "}", StringComparison.Ordinal));
        return document.RootElement.GetProperty("s").GetRawText() == plain.RootElement.GetProperty("s").GetRawText()
            && PythonJson.Number(document.RootElement.GetProperty("v")) is { } value && double.IsNaN(value);
    });
}
