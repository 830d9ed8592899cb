using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Candor.Randomness;

namespace Candor.Tests.Randomness;

public sealed class PythonRandomTests
{
    private static readonly JsonElement[] s_cases = GeneratorGoldens.Cases("python.json");

    public static IEnumerable<TheoryDataRow<int, string>> Rows => GeneratorGoldens.Rows("python.json");

    [Theory, MemberData(nameof(Rows))]
    public void Every_call_gives_what_CPython_gives(int index, string name)
    {
        var golden = s_cases[index];
        var random = golden.GetProperty("seed_type").GetString() == "string"
            ? new PythonRandom(golden.GetProperty("seed").GetString()!)
            : new PythonRandom(GeneratorGoldens.Integer(golden.GetProperty("seed")));
        if (golden.GetProperty("case").GetString()!.StartsWith("after 5000", StringComparison.Ordinal))
        {
            for (var i = 0; i < 5000; i++)
                random.Random();
        }

        foreach (var call in golden.GetProperty("calls").EnumerateArray())
        {
            var text = call.GetProperty("call").GetString()!;
            Assert.True(GeneratorGoldens.Values(call.GetProperty("result")).SequenceEqual(Make(random, text)), $"{name}: {text}");
        }
    }

    [Fact]
    public void The_vectors_of_the_specification_hold()
    {
        var random = new PythonRandom(42);
        Assert.Equal([2746317213, 478163327, 107420369, 3184935163], Enumerable.Range(0, 4).Select(_ => (long)random.GetRandBits(32)));
        var order = Enumerable.Range(0, 10).ToArray();
        new PythonRandom(42).Shuffle<int>(order);
        Assert.Equal([7, 3, 2, 8, 5, 6, 9, 4, 0, 1], order);
        random = new PythonRandom(42);
        Assert.Equal([5238, 912, 204, 6074, 2253, 2006, 1828, 1143], random.SampleIndices(7473, 8));
        Assert.Equal([6033, 839, 5543, 6067, 7308, 4467, 712, 4837], random.SampleIndices(7473, 8));
    }

    [Fact]
    public void Impossible_calls_are_refused()
    {
        var random = new PythonRandom(0);
        Assert.Throws<ArgumentOutOfRangeException>(() => random.Below(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.SampleIndices(3, 4));
        Assert.Throws<ArgumentException>(() => random.Choices(["a", "b"], [0, 0], 1));
    }

    private static string[] Make(PythonRandom random, string call)
    {
        var (form, n) = GeneratorGoldens.Parse(call);
        return form switch
        {
            "random()" => GeneratorGoldens.Values([random.Random()]),
            "getrandbits(#)" => GeneratorGoldens.Values([random.GetRandBitsBig((int)n[0])]),
            "randrange(#)" when n[0] < 1e15 => GeneratorGoldens.Values([random.Below((long)n[0])]),
            "randrange(#)" => GeneratorGoldens.Values([random.Below(BigInteger.Parse(call[10..^1], CultureInfo.InvariantCulture))]),
            "randrange(#, #, #)" => GeneratorGoldens.Values([random.RandRange((long)n[0], (long)n[1], (long)n[2])]),
            "randint(#, #)" => GeneratorGoldens.Values([random.RandInt((long)n[0], (long)n[1])]),
            "shuffle(list(range(#)))" => GeneratorGoldens.Values(Shuffled(random, (int)n[0])),
            "sample(range(#), #)" => GeneratorGoldens.Values(random.SampleIndices((int)n[0], (int)n[1])),
            "choice(range(#))" => GeneratorGoldens.Values([random.Choice(Range(n[0]))]),
            "choices(range(#), k=#)" => GeneratorGoldens.Values(random.Choices(Range(n[0]), (int)n[1])),
            "choices(range(#), weights=[#, #, #, #], k=#)" => GeneratorGoldens.Values(random.Choices(Range(n[0]), n.AsSpan(1, 4), (int)n[5])),
            "uniform(#, #)" => GeneratorGoldens.Values([random.Uniform(n[0], n[1])]),
            "gauss(#, #)" => GeneratorGoldens.Values([random.Gauss(n[0], n[1])]),
            "normalvariate(#, #)" => GeneratorGoldens.Values([random.NormalVariate(n[0], n[1])]),
            "expovariate(#)" => GeneratorGoldens.Values([random.ExpoVariate(n[0])]),
            "triangular(#, #, #)" => GeneratorGoldens.Values([random.Triangular(n[0], n[1], n[2])]),
            _ => throw new InvalidOperationException("unknown call " + call),
        };
    }

    private static int[] Range(double count) => [.. Enumerable.Range(0, (int)count)];

    private static int[] Shuffled(PythonRandom random, int count)
    {
        var items = Range(count);
        random.Shuffle<int>(items);
        return items;
    }
}
