using System.Text.Json;
using Candor.TestSupport;
using Candor.Tokenization;

namespace Candor.Tests.Tokenization;

/// <summary>Tokenizers and expected values of goldens/tokens: the small set in this repository, the large one beside it.</summary>
internal static class TokenGoldens
{
    public static readonly string[] Sets = ["small", "large"];

    /// <summary>The golden file of a set.</summary>
    public static JsonElement Json(string set, string name) => Goldens.Json(Path.Combine(Folder(set), name + ".json"));

    /// <summary>The folder of one of a set's configurations.</summary>
    public static string Configuration(string set, string configuration) => Path.Combine(Folder(set), "configs", configuration);

    public static string ModelFile(string set) => set == "small"
        ? Goldens.Committed("small", "tokenizer", "tokenizer.model")
        : Goldens.Shared("data", "tokenizer", "tokenizer.model");

    /// <summary>Loads the model of a set with the JSON files of one of its configurations.</summary>
    public static ITokenizer Load(string set, string configuration, TokenizerRules rules = TokenizerRules.Stored)
    {
        using var folder = new TemporaryFolder();
        File.Copy(ModelFile(set), folder.File("tokenizer.model"));
        foreach (var file in Directory.EnumerateFiles(Configuration(set, configuration), "*.json"))
            File.Copy(file, folder.File(Path.GetFileName(file)));
        return TokenizerLoader.Load(folder.FullPath, rules);
    }

    /// <summary>The texts that <c>id</c> in the golden files counts.</summary>
    public static string[] Texts(string set, string list = "strings") =>
        [.. Json(set, "strings").GetProperty(list).EnumerateArray().Select(s => s.GetProperty("text").GetString()!)];

    public static int[] Ids(JsonElement entry) => [.. entry.GetProperty("ids").EnumerateArray().Select(i => i.GetInt32())];

    private static string Folder(string set) => set == "small" ? Goldens.Committed("small", "tokens") : Goldens.Shared("goldens", "tokens");
}
