using System.Globalization;
using System.Text.Json;
using Candor.Randomness;

namespace Candor.Tests.Randomness;

public sealed class TorchGeneratorTests
{
    // The goldens do not store p. The words drawn say that it has five entries, the values drawn that the second is zero.
    private static readonly float[] s_weights = [0.1f, 0, 0.4f, 0.2f, 0.3f];
    private static readonly JsonElement[] s_cases = GeneratorGoldens.Cases("torch.json");

    public static IEnumerable<TheoryDataRow<int, string>> Rows => GeneratorGoldens.Rows("torch.json");

    [Theory, MemberData(nameof(Rows))]
    public void Every_call_gives_what_torch_gives(int index, string name)
    {
        var random = new TorchGenerator((long)GeneratorGoldens.Integer(s_cases[index].GetProperty("seed")));
        foreach (var call in s_cases[index].GetProperty("calls").EnumerateArray())
        {
            var text = call.GetProperty("call").GetString()!;
            var expected = Flatten(call.GetProperty("result")).ToArray();
            var found = Make(random, text);
            Assert.Equal(expected.Length, found.Length);
            for (var i = 0; i < expected.Length; i++)
                Assert.True(Math.Abs(expected[i] - found[i]) <= Tolerance(text, expected.Length), $"{name}: {text}: value {i}: expected {expected[i]:R}, found {found[i]:R}");
        }
    }

    [Fact]
    public void Impossible_calls_are_refused()
    {
        var random = new TorchGenerator(0);
        Assert.Throws<ArgumentOutOfRangeException>(() => random.Integers(3, 3, new long[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.Permutation(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.Choose([1, 2], 2, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.ChooseWithReplacement([1, 2, 3], 2, 1));
    }

    /// <summary>Equal to the last bit, but for float32 normals by vectors.</summary>
    private static double Tolerance(string call, int count) =>
        count >= 16 && !call.Contains("float64") && (call.StartsWith("randn", StringComparison.Ordinal) || call.Contains("normal_")) ? 2e-6 : 0;

    private static double[] Make(TorchGenerator random, string call)
    {
        var (form, n) = GeneratorGoldens.Parse(call);
        return form switch
        {
            "rand(#)" or "rand(#, #)" => Singles(n, values => random.Uniform(values)),
            "rand(#, #, float64)" => Doubles(n[..2], values => random.Uniform(values)),
            "randn(#)" => Singles(n, values => random.Normal(values)),
            "randn(#, float64)" => Doubles(n[..1], values => random.Normal(values)),
            "empty(#).normal_(#, #)" or "empty(#, #).normal_(#, #)" => Singles(n[..^2], values => random.Normal(values, n[^2], n[^1])),
            "empty(#).uniform_(#, #)" => Singles(n[..1], values => random.Uniform(values, (float)n[1], (float)n[2])),
            "empty(#).exponential_()" => Singles(n, values => random.Exponential(values)),
            "empty(#).bernoulli_(#)" => Singles(n[..1], values => random.Bernoulli(values, n[1])),
            "randperm(#)" => Array.ConvertAll(random.Permutation((int)n[0]), i => (double)i),
            "randint(#, #, (#,))" => Integers(random, n),
            "multinomial(p, #)" => Array.ConvertAll(random.Choose(s_weights, 5, (int)n[0]), i => (double)i),
            "multinomial(p, #, replacement=True)" => Array.ConvertAll(random.ChooseWithReplacement(s_weights, 5, (int)n[0]), i => (double)i),
            "multinomial([p, reversed p], #)" => Array.ConvertAll(random.Choose(TwoRows(), 5, (int)n[0]), i => (double)i),
            "multinomial([p, reversed p], #, replacement=True)" => Array.ConvertAll(random.ChooseWithReplacement(TwoRows(), 5, (int)n[0]), i => (double)i),
            // torch.nn.Linear starts both uniformly within 1/√(inputs).
            "Linear(#, #).weight" => Singles(n, values => random.Uniform(values, -Bound(n[0]), Bound(n[0]))),
            "Linear(#, #).bias" => Singles(n[1..], values => random.Uniform(values, -Bound(n[0]), Bound(n[0]))),
            "dropout(ones(#), #)" => Dropout(random, (int)n[0], n[1]),
            _ => throw new InvalidOperationException("unknown call " + call),
        };
    }

    private delegate void Fill<T>(Span<T> values);

    private static double[] Singles(double[] shape, Fill<float> fill)
    {
        var values = new float[(int)shape.Aggregate(1.0, (product, size) => product * size)];
        fill(values);
        return Array.ConvertAll(values, value => (double)value);
    }

    private static double[] Doubles(double[] shape, Fill<double> fill)
    {
        var values = new double[(int)shape.Aggregate(1.0, (product, size) => product * size)];
        fill(values);
        return values;
    }

    private static double[] Integers(TorchGenerator random, double[] n)
    {
        var values = new long[(int)n[2]];
        random.Integers((long)n[0], (long)n[1], values);
        return Array.ConvertAll(values, value => (double)value);
    }

    private static double[] Dropout(TorchGenerator random, int count, double probability)
    {
        var kept = new float[count];
        random.Bernoulli(kept, 1 - probability);
        return Array.ConvertAll(kept, keep => (double)(float)(keep / (1 - probability)));
    }

    private static float Bound(double inputs) => (float)(1 / Math.Sqrt(inputs));

    private static float[] TwoRows() => [.. s_weights, .. s_weights.Reverse()];

    private static IEnumerable<double> Flatten(JsonElement result) => result.ValueKind switch
    {
        JsonValueKind.Array => result.EnumerateArray().SelectMany(Flatten),
        JsonValueKind.String => [double.Parse(result.GetString()!, CultureInfo.InvariantCulture)],
        _ => [result.GetDouble()],
    };
}
