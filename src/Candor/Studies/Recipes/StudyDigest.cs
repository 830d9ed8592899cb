using System.Text.Json;
using Candor.Evaluation.Text;

namespace Candor.Studies.Recipes;

/// <summary>What a study file says, as a digest; comments and quotes leave no trace.</summary>
internal static class StudyDigest
{
    private static readonly string[] s_withoutResult = ["machine", "output_dir"];

    /// <summary>SHA-256, lower-case hex.</summary>
    public static string Of(YamlMap file)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
            Write(writer, file with { Members = [.. file.Members.Where(member => !s_withoutResult.Contains(member.Key))] });
        return Sha256.Of(bytes.ToArray());
    }

    private static void Write(Utf8JsonWriter writer, YamlNode node)
    {
        switch (node)
        {
            case YamlScalar { Text: null }:
                writer.WriteNullValue();
                break;
            case YamlScalar scalar:
                writer.WriteStringValue(scalar.Text);
                break;
            case YamlList list:
                writer.WriteStartArray();
                foreach (var item in list.Items)
                    Write(writer, item);
                writer.WriteEndArray();
                break;
            case YamlMap map:
                writer.WriteStartObject();
                foreach (var member in map.Members)
                {
                    writer.WritePropertyName(member.Key);
                    Write(writer, member.Value);
                }

                writer.WriteEndObject();
                break;
        }
    }
}
