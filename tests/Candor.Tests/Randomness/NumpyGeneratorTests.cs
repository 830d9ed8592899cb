using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using Candor.Randomness;

namespace Candor.Tests.Randomness;

public sealed class NumpyGeneratorTests
{
    private static readonly JsonElement[] s_cases = GeneratorGoldens.Cases("numpy_generator.json");

    public static IEnumerable<TheoryDataRow<int, string>> Rows => GeneratorGoldens.Rows("numpy_generator.json");

    [Theory, MemberData(nameof(Rows))]
    public void Every_call_gives_what_NumPy_gives(int index, string name)
    {
        var seed = s_cases[index].GetProperty("seed");
        var random = seed.ValueKind == JsonValueKind.Array
            ? new NumpyGenerator(seed.EnumerateArray().Select(GeneratorGoldens.Integer))
            : new NumpyGenerator(GeneratorGoldens.Integer(seed));
        foreach (var call in s_cases[index].GetProperty("calls").EnumerateArray())
        {
            var text = call.GetProperty("call").GetString()!;
            Assert.True(GeneratorGoldens.Values(call.GetProperty("result")).SequenceEqual(Make(random, text)), $"{name}: {text}");
        }
    }

    [Fact]
    public void Filling_a_span_draws_the_same_integers()
    {
        var indices = new int[100];
        new NumpyGenerator(7).Integers(817, indices);
        Assert.Equal(new NumpyGenerator(7).Integers(0, 817, 100), Array.ConvertAll(indices, i => (long)i));
    }

    [Fact]
    public void A_million_normals_have_the_bits_NumPy_gives_them()
    {
        var random = new NumpyGenerator(5);
        var values = new double[1_000_000];
        foreach (ref var value in values.AsSpan())
            value = random.StandardNormal();
        // numpy.random.default_rng(5).standard_normal(1_000_000).tobytes(); 276 of them lie in the tail.
        Assert.Equal("78cb3c86392d3dfb62152cf2883806930700bcef5dfd3e7e96e1d83d10b46c3c", Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(values.AsSpan()))));
    }

    [Fact]
    public void Large_samples_and_wide_ranges_are_NumPys()
    {
        var random = new NumpyGenerator(5);
        Assert.Equal([10974, 12442, 12953, 16040, 7964], random.ChoiceWithoutReplacement(20000, 1000)[..5]);
        Assert.Equal([13, 112, 15, 45, 43, 84], random.ChoiceWithoutReplacement(300, 250)[..6]);
        Assert.Equal([5291292687614464585, 3207064730526632304], random.Integers(0, 3L << 61, 2));
        Assert.Equal([3810619566699951866, -8802853875582261094, 4079220453973653253], random.Integers(long.MinValue, long.MaxValue, 3));
    }

    [Fact]
    public void A_range_of_one_value_draws_nothing()
    {
        var random = new NumpyGenerator(3);
        random.Integers(1, new int[10]);
        Assert.Equal(5, random.Integers(5, 6));
        Assert.Equal(new NumpyGenerator(3).Random(), random.Random());
    }

    private static string[] Make(NumpyGenerator random, string call)
    {
        var (form, n) = GeneratorGoldens.Parse(call);
        return form switch
        {
            "random()" => GeneratorGoldens.Values([random.Random()]),
            "random(#)" => GeneratorGoldens.Values(Draw(n[0], random.Random)),
            "random(#, dtype=float32)" => GeneratorGoldens.Values(Draw(n[0], () => (double)random.RandomSingle())),
            "uniform(#, #, #)" => GeneratorGoldens.Values(Draw(n[2], () => random.Uniform(n[0], n[1]))),
            "standard_normal(#)" => GeneratorGoldens.Values(Draw(n[0], random.StandardNormal)),
            "normal(#, #, #)" => GeneratorGoldens.Values(Draw(n[2], () => random.Normal(n[0], n[1]))),
            "integers(#, #, #)" => GeneratorGoldens.Values(random.Integers((long)n[0], (long)n[1], (int)n[2])),
            "permutation(#)" => GeneratorGoldens.Values(random.Permutation((int)n[0])),
            "shuffle(list(range(#)))" => GeneratorGoldens.Values(Shuffled(random, (int)n[0])),
            "choice(#, #, replace=False)" => GeneratorGoldens.Values(random.ChoiceWithoutReplacement((int)n[0], (int)n[1])),
            "choice(#, #)" => GeneratorGoldens.Values(random.Choice((int)n[0], (int)n[1])),
            _ => throw new InvalidOperationException("unknown call " + call),
        };
    }

    private static double[] Draw(double count, Func<double> draw) => [.. Enumerable.Range(0, (int)count).Select(_ => draw())];

    private static int[] Shuffled(NumpyGenerator random, int count)
    {
        var items = Enumerable.Range(0, count).ToArray();
        random.Shuffle<int>(items);
        return items;
    }
}
