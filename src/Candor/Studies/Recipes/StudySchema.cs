using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Candor.Training.Recipes;

namespace Candor.Studies.Recipes;

/// <summary>The JSON Schema of study files, made of the reader's own tables, so that editors complete what the reader accepts.</summary>
public static class StudySchema
{
    private static readonly JsonSerializerOptions s_options = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly StudyMapping[] s_mappings =
    [
        StudyKeys.Base, StudyKeys.Rows, StudyKeys.Training, StudyKeys.Stage1, StudyKeys.Arm, StudyKeys.Limits, StudyKeys.Evaluation, StudyKeys.Comparison, StudyKeys.Machine,
    ];

    /// <summary>The schema's text, as it is committed.</summary>
    public static string Text()
    {
        var schema = Mapping(StudyKeys.Study);
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", "A study of Candor");
        schema["$defs"] = new JsonObject(s_mappings.Select(mapping => KeyValuePair.Create(mapping.Name, (JsonNode?)Mapping(mapping))));
        return schema.ToJsonString(s_options) + "\n";
    }

    private static JsonObject Mapping(StudyMapping mapping)
    {
        var properties = mapping.Keys.Select(key => KeyValuePair.Create(key.Name, (JsonNode?)Value(key)));
        if (mapping.TakesTrainingOptions)
        {
            var options = RecipeReader.Options.Where(option => !StudyKeys.SetByTheStudy.ContainsKey(option.Name));
            properties = properties.Concat(options.Select(option => KeyValuePair.Create(option.Name, (JsonNode?)Value(option))));
        }

        var schema = new JsonObject { ["type"] = "object", ["additionalProperties"] = false, ["properties"] = new JsonObject(properties) };
        if (mapping.Keys.Any(key => key.IsRequired))
            schema["required"] = Words(mapping.Keys.Where(key => key.IsRequired).Select(key => key.Name));
        return schema;
    }

    private static JsonObject Value(StudyKey key)
    {
        var value = key.Kind switch
        {
            StudyKeyKind.Text or StudyKeyKind.Path => Type("string", "null"),
            StudyKeyKind.Choice => new JsonObject { ["enum"] = Words(key.Choices) },
            StudyKeyKind.Integer => Type("integer", "null"),
            StudyKeyKind.Number => Type("number", "null"),
            StudyKeyKind.Texts => List("string"),
            StudyKeyKind.Integers => List("integer"),
            StudyKeyKind.Mapping => Reference(key.Mapping!),
            StudyKeyKind.Named => new JsonObject { ["type"] = "object", ["additionalProperties"] = Reference(key.Mapping!) },
            StudyKeyKind.List => new JsonObject { ["type"] = "array", ["items"] = Reference(key.Mapping!) },
            _ => throw new ArgumentOutOfRangeException(nameof(key)),
        };
        value["description"] = key.Description;
        return value;
    }

    private static JsonObject Value(RecipeOption option)
    {
        var value = option.Kind switch
        {
            RecipeOptionKind.Text or RecipeOptionKind.Path => Type("string", "null"),
            RecipeOptionKind.Choice => new JsonObject { ["enum"] = Words(option.Choices) },
            RecipeOptionKind.Boolean => Type("boolean", "null"),
            RecipeOptionKind.Integer => Type("integer", "null"),
            RecipeOptionKind.Number => Type("number", "null"),
            RecipeOptionKind.WithoutEffect => new JsonObject { ["description"] = "without effect" },
            _ => throw new ArgumentOutOfRangeException(nameof(option)),
        };
        if (option.Default.Length > 0)
            value["description"] = $"training option; default {option.Default}";
        return value;
    }

    private static JsonObject Type(params string[] types) => new() { ["type"] = Words(types) };

    private static JsonObject List(string type) => new()
    {
        ["anyOf"] = new JsonArray(
            new JsonObject { ["type"] = type },
            new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["type"] = type } }),
    };

    private static JsonObject Reference(StudyMapping mapping) => new() { ["$ref"] = $"#/$defs/{mapping.Name}" };

    private static JsonArray Words(IEnumerable<string> words) => new([.. words.Select(word => (JsonNode)word)]);
}
