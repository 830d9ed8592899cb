using Candor.Conversations.Labels;

namespace Candor.Tests.Conversations;

/// <summary>Ids, labels and warnings of every golden row under every setting it stands under: exact.</summary>
public sealed class RowEncoderTests
{
    public static TheoryData<string, string, int> RealRows()
    {
        var data = new TheoryData<string, string, int>();
        foreach (var size in LabelGoldens.Sizes)
        {
            if (LabelGoldens.TryFile(size, "real.json") is not { } file)
                continue;
            foreach (var setting in file.GetProperty("outcomes").EnumerateObject())
            {
                for (var row = 0; row < setting.Value.GetArrayLength(); row++)
                    data.Add(size, setting.Name, row);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(RealRows))]
    public void Real_row_is_encoded_as_the_reference_does(string size, string setting, int row)
    {
        var file = LabelGoldens.File(size, "real.json");
        var (encoder, _) = LabelGoldens.Encoder(size, setting, file.GetProperty("max_length").GetInt32());
        LabelGoldens.Check(encoder, LabelGoldens.Row(file.GetProperty("rows")[row]), file.GetProperty("outcomes").GetProperty(setting)[row]);
    }

    public static TheoryData<string, string, string, string> EdgeRows()
    {
        var data = new TheoryData<string, string, string, string>();
        foreach (var size in LabelGoldens.Sizes)
        {
            if (LabelGoldens.TryFile(size, "edge.json") is not { } file)
                continue;
            foreach (var kind in s_kinds)
            {
                foreach (var setting in file.GetProperty(kind).EnumerateObject())
                {
                    foreach (var row in setting.Value.EnumerateObject())
                        data.Add(size, kind, setting.Name, row.Name);
                }
            }
        }

        return data;
    }

    private static readonly string[] s_kinds = ["max_length_2048", "max_length_256", "without_patch_token", "special_tokens_as_strings"];

    [Theory]
    [MemberData(nameof(EdgeRows))]
    public void Edge_row_is_encoded_as_the_reference_does(string size, string kind, string setting, string row)
    {
        var file = LabelGoldens.File(size, "edge.json");
        var (encoder, _) = Encoder(size, kind, setting);
        LabelGoldens.Check(encoder, LabelGoldens.Row(file.GetProperty("rows").GetProperty(row)), file.GetProperty(kind).GetProperty(setting).GetProperty(row));
    }

    private static (RowEncoder Encoder, object Plan) Encoder(string size, string kind, string setting) => LabelGoldens.Encoder(
        size,
        setting,
        maxLength: kind == "max_length_256" ? 256 : 2048,
        usesPatch: kind != "without_patch_token",
        asStrings: kind == "special_tokens_as_strings");
}
