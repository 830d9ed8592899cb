using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Candor.Training.Recipes;

/// <summary>
/// Reads a training file: a YAML mapping of names to single values. Events are read one by one and nothing may be nested, so aliases and
/// depth cost nothing.
/// </summary>
internal static class RecipeFile
{
    private const long MaxBytes = 1 << 20;

    private static readonly string[] Nulls = ["", "~", "null", "Null", "NULL"];

    /// <summary>The entries of a file, overridden by <c>key=value</c> arguments.</summary>
    /// <exception cref="InputException">Not a file, not YAML, nested, a key twice, or an argument without <c>=</c>.</exception>
    public static Dictionary<string, RecipeEntry> Read(string path, IEnumerable<string> overrides)
    {
        var entries = Parse(path, ReadText(path));
        foreach (var argument in overrides)
        {
            var split = argument.IndexOf('=', StringComparison.Ordinal);
            if (split < 1)
                throw new InputException($"{argument}: expected key=value after the training file");
            var (key, text) = (argument[..split].Trim(), argument[(split + 1)..].Trim());
            entries[key] = new RecipeEntry(key, Nulls.Contains(text) ? null : text, argument, Environment.CurrentDirectory);
        }

        return entries;
    }

    private static string ReadText(string path)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > MaxBytes } file)
                throw new InputException($"{path}: expected a training file of at most {MaxBytes} bytes, found {file.Length}");
            return File.ReadAllText(path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException($"{path}: expected a training file, found none", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: expected a readable training file: {error.Message}", error);
        }
    }

    private static Dictionary<string, RecipeEntry> Parse(string path, string text)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var entries = new Dictionary<string, RecipeEntry>(StringComparer.Ordinal);
        try
        {
            var parser = new Parser(new StringReader(text));
            parser.Consume<StreamStart>();
            if (parser.Accept<StreamEnd>(out _))
                return entries;
            parser.Consume<DocumentStart>();
            if (!parser.TryConsume<MappingStart>(out _))
                throw new InputException($"{Place(path, parser.Current!)}: expected lines of the form key: value");
            while (!parser.TryConsume<MappingEnd>(out _))
                Add(entries, path, folder, parser);
            parser.Consume<DocumentEnd>();
            if (!parser.Accept<StreamEnd>(out _))
                throw new InputException($"{Place(path, parser.Current!)}: expected one YAML document, found a second");
        }
        catch (YamlException error)
        {
            throw new InputException($"{path}: line {error.Start.Line}: expected YAML: {error.Message.ReplaceLineEndings(" ")}", error);
        }

        return entries;
    }

    private static void Add(Dictionary<string, RecipeEntry> entries, string path, string folder, Parser parser)
    {
        if (!parser.TryConsume<Scalar>(out var key))
            throw new InputException($"{Place(path, parser.Current!)}: expected the name of an option");
        if (!parser.TryConsume<Scalar>(out var value))
            throw new InputException($"{Place(path, parser.Current!)}: {key.Value}: expected a single value, found {Kind(parser.Current!)}");
        var isNull = value.Style == ScalarStyle.Plain && Nulls.Contains(value.Value);
        if (!entries.TryAdd(key.Value, new RecipeEntry(key.Value, isNull ? null : value.Value, Place(path, key), folder)))
            throw new InputException($"{Place(path, key)}: {key.Value}: expected once, found again");
    }

    private static string Kind(ParsingEvent found) => found switch
    {
        SequenceStart => "a list",
        MappingStart => "a mapping",
        AnchorAlias => "an alias",
        _ => "something else",
    };

    private static string Place(string path, ParsingEvent at) => $"{path}: line {at.Start.Line}";
}
