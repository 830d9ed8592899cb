using System.CommandLine;
using Candor.Studies.Recipes;

namespace Candor.Cli.Verbs;

/// <summary>The arguments of every part of <c>candor study</c>.</summary>
internal sealed class StudyArguments
{
    /// <summary>The study file.</summary>
    public Argument<string> File { get; } = new("FILE") { Description = "study file: YAML" };

    /// <summary>What goes before the file.</summary>
    public Argument<string[]> Overrides { get; } = new("key=value")
    {
        Description = "keys that go before the file's; a dot leads into a mapping",
        Arity = ArgumentArity.ZeroOrMore,
    };

    /// <summary>The study that the user named.</summary>
    /// <exception cref="InputException">The file or an argument is wrong.</exception>
    public StudyRecipe Read(ParseResult parsed) => StudyReader.Read(parsed.GetRequiredValue(File), parsed.GetValue(Overrides) ?? []);
}
