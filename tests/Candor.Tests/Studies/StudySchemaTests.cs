using System.Text.Json;
using Candor.Studies.Recipes;
using Candor.TestSupport;
using YamlDotNet.RepresentationModel;
using YamlNode = YamlDotNet.RepresentationModel.YamlNode;

namespace Candor.Tests.Studies;

public sealed class StudySchemaTests
{
    private static readonly string s_schema = Path.Combine(Goldens.Root, "schemas", "study.schema.json");

    public static TheoryData<string> CommittedStudies() =>
        [.. Directory.EnumerateFiles(Path.Combine(Goldens.Root, "studies"), "*.yaml").Select(Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal)];

    [Fact]
    public void TheCommittedSchemaIsTheReaders() => Assert.Equal(StudySchema.Text(), File.ReadAllText(s_schema));

    [Theory]
    [MemberData(nameof(CommittedStudies))]
    public void CommittedStudiesNameTheSchemaAndSatisfyIt(string name)
    {
        var path = Path.Combine(Goldens.Root, "studies", name);
        Assert.Contains("# yaml-language-server: $schema=../schemas/study.schema.json", File.ReadLines(path));
        var yaml = new YamlStream();
        using (var text = new StreamReader(path))
            yaml.Load(text);
        var schema = Goldens.Json(s_schema);
        Assert.Empty(Violations(schema, schema, yaml.Documents[0].RootNode, ""));
    }

    [Theory]
    [MemberData(nameof(CommittedStudies))]
    public void CommittedStudiesAreRead(string name) => StudyReader.Read(Path.Combine(Goldens.Root, "studies", name), []);

    [Fact]
    public void WhatTheReaderRefusesTheSchemaRefusesToo()
    {
        var schema = Goldens.Json(s_schema);
        foreach (var text in new[] { "titel: x", "arms: {a: {rows: r, learning_rat: 1}}", "evaluation: {data: x, dtype: fp8}", "notes: {a: b}", "machine: {gpus: many}" })
        {
            var yaml = new YamlStream();
            yaml.Load(new StringReader(text));
            Assert.Contains(Violations(schema, schema, yaml.Documents[0].RootNode, ""), line => !line.Contains("is required", StringComparison.Ordinal));
        }
    }

    /// <summary>The part of JSON Schema that the file uses: $ref, anyOf, enum, type, properties, additionalProperties, items, required.</summary>
    private static IEnumerable<string> Violations(JsonElement root, JsonElement schema, YamlNode node, string place)
    {
        if (schema.TryGetProperty("$ref", out var reference))
            schema = root.GetProperty("$defs").GetProperty(reference.GetString()!["#/$defs/".Length..]);
        if (schema.TryGetProperty("anyOf", out var options))
            return options.EnumerateArray().Any(option => !Violations(root, option, node, place).Any()) ? [] : [$"{place}: none of the forms"];
        return node switch
        {
            YamlMappingNode map => Map(root, schema, map, place),
            YamlSequenceNode list => Is(schema, "array")
                ? list.SelectMany((item, i) => Violations(root, schema.GetProperty("items"), item, $"{place}[{i}]"))
                : [$"{place}: not a list"],
            YamlScalarNode scalar => Scalar(schema, scalar) ? [] : [$"{place}: {scalar.Value}"],
            _ => [$"{place}: an alias"],
        };
    }

    private static IEnumerable<string> Map(JsonElement root, JsonElement schema, YamlMappingNode map, string place)
    {
        if (!Is(schema, "object"))
            return [$"{place}: not a mapping"];
        var keys = map.Children.Select(pair => ((YamlScalarNode)pair.Key).Value!).ToList();
        var missing = schema.TryGetProperty("required", out var required)
            ? required.EnumerateArray().Select(key => key.GetString()!).Except(keys).Select(key => $"{place}.{key} is required")
            : [];
        return missing.Concat(map.Children.SelectMany(pair =>
        {
            var key = ((YamlScalarNode)pair.Key).Value!;
            if (schema.TryGetProperty("properties", out var properties) && properties.TryGetProperty(key, out var known))
                return Violations(root, known, pair.Value, $"{place}.{key}");
            var more = schema.GetProperty("additionalProperties");
            return more.ValueKind == JsonValueKind.False ? [$"{place}.{key}: unknown"] : Violations(root, more, pair.Value, $"{place}.{key}");
        }));
    }

    private static bool Scalar(JsonElement schema, YamlScalarNode scalar)
    {
        if (schema.TryGetProperty("enum", out var words))
            return words.EnumerateArray().Any(word => word.GetString() == scalar.Value);
        if (!schema.TryGetProperty("type", out _))
            return true;
        var isPlain = scalar.Style == YamlDotNet.Core.ScalarStyle.Plain;
        return Is(schema, "string")
            || (Is(schema, "null") && isPlain && scalar.Value is "" or "null" or "~")
            || (Is(schema, "boolean") && scalar.Value is "true" or "false")
            || (Is(schema, "integer") && long.TryParse(scalar.Value, out _))
            || (Is(schema, "number") && double.TryParse(scalar.Value, System.Globalization.CultureInfo.InvariantCulture, out _));
    }

    private static bool Is(JsonElement schema, string type) => schema.TryGetProperty("type", out var found)
        && (found.ValueKind == JsonValueKind.Array ? found.EnumerateArray().Any(one => one.GetString() == type) : found.GetString() == type);
}
