using Candor.Quickstart;
using Candor.Torch.Quickstart;

namespace Candor.Cli.Quickstart;

/// <summary>How large a quickstart is. Users get the default; tests run the same steps in seconds.</summary>
internal sealed record QuickstartScale
{
    /// <summary>The world.</summary>
    public WorldOptions World { get; init; } = new();

    /// <summary>The vision tower.</summary>
    public TowerOptions Tower { get; init; } = new();

    /// <summary>The language model.</summary>
    public LanguageShape Language { get; init; } = new();

    /// <summary>Options of the language model's training that go before the file's.</summary>
    public IReadOnlyList<string> LanguageOverrides { get; init; } = [];

    /// <summary>Options of the study that go before the file's.</summary>
    public IReadOnlyList<string> StudyOverrides { get; init; } = [];

    /// <summary>The same with another seed of everything.</summary>
    public QuickstartScale WithSeed(int seed) => this with
    {
        World = World with { Seed = seed },
        Tower = Tower with { Seed = seed },
        LanguageOverrides = [.. LanguageOverrides, $"seed={seed}"],
        StudyOverrides = [.. StudyOverrides, $"training.seed={seed}"],
    };
}
