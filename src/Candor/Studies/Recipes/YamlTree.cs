using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Candor.Studies.Recipes;

/// <summary>
/// Reads YAML into nodes that know their lines. Size and depth are bounded, and aliases are refused, so a hostile file costs nothing.
/// </summary>
internal static class YamlTree
{
    private const long MaxBytes = 1 << 20;
    private const int MaxDepth = 16;

    private static readonly string[] s_nulls = ["", "~", "null", "Null", "NULL"];

    /// <summary>The mapping that a file holds.</summary>
    /// <exception cref="InputException">Absent, too large, not YAML, or not a mapping.</exception>
    public static YamlMap Read(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var node = Parse(ReadText(path), folder, mark => $"{path}: line {mark.Line}");
        return node switch
        {
            YamlMap map => map,
            null => throw new InputException($"{path}: expected keys and values, found an empty file"),
            _ => throw new InputException($"{node.Place}: expected lines of the form key: value"),
        };
    }

    /// <summary>The value of an argument <c>key=value</c>, which may be a list or a mapping in brackets.</summary>
    /// <exception cref="InputException">Not YAML.</exception>
    public static YamlNode ReadValue(string text, string argument)
    {
        var folder = Environment.CurrentDirectory;
        return Parse(text, folder, _ => argument) ?? new YamlScalar(null, argument, folder);
    }

    private static string ReadText(string path)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > MaxBytes } file)
                throw new InputException($"{path}: expected a study file of at most {MaxBytes} bytes, found {file.Length}");
            return File.ReadAllText(path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException($"{path}: expected a study file, found none", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: expected a readable study file: {error.Message}", error);
        }
    }

    private static YamlNode? Parse(string text, string folder, Func<Mark, string> place)
    {
        try
        {
            var parser = new Parser(new StringReader(text));
            parser.Consume<StreamStart>();
            if (parser.Accept<StreamEnd>(out _))
                return null;
            parser.Consume<DocumentStart>();
            var node = new Builder(parser, folder, place).Read(0);
            parser.Consume<DocumentEnd>();
            return parser.Accept<StreamEnd>(out _)
                ? node
                : throw new InputException($"{place(parser.Current!.Start)}: expected one YAML document, found a second");
        }
        catch (YamlException error)
        {
            throw new InputException($"{place(error.Start)}: expected YAML: {error.Message.ReplaceLineEndings(" ")}", error);
        }
    }

    private sealed class Builder(Parser parser, string folder, Func<Mark, string> place)
    {
        public YamlNode Read(int depth)
        {
            if (depth > MaxDepth)
                throw new InputException($"{Here()}: expected at most {MaxDepth} levels, found more");
            if (parser.TryConsume<Scalar>(out var scalar))
                return new YamlScalar(IsNull(scalar) ? null : scalar.Value, place(scalar.Start), folder);
            if (parser.Accept<SequenceStart>(out _))
                return ReadList(depth);
            return parser.Accept<MappingStart>(out _)
                ? ReadMap(depth)
                : throw new InputException($"{Here()}: expected a value, found an alias");
        }

        private YamlList ReadList(int depth)
        {
            var start = place(parser.Consume<SequenceStart>().Start);
            var items = new List<YamlNode>();
            while (!parser.TryConsume<SequenceEnd>(out _))
                items.Add(Read(depth + 1));
            return new YamlList(items, start);
        }

        private YamlMap ReadMap(int depth)
        {
            var start = place(parser.Consume<MappingStart>().Start);
            var members = new List<YamlMember>();
            var keys = new HashSet<string>(StringComparer.Ordinal);
            while (!parser.TryConsume<MappingEnd>(out _))
            {
                if (!parser.TryConsume<Scalar>(out var key))
                    throw new InputException($"{Here()}: expected a key");
                if (!keys.Add(key.Value))
                    throw new InputException($"{place(key.Start)}: {key.Value}: expected once, found again");
                members.Add(new YamlMember(key.Value, Read(depth + 1), place(key.Start)));
            }

            return new YamlMap(members, start);
        }

        private string Here() => place(parser.Current!.Start);

        private static bool IsNull(Scalar scalar) => scalar.Style == ScalarStyle.Plain && s_nulls.Contains(scalar.Value);
    }
}
