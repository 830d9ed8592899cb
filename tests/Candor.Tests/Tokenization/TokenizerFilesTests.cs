using Candor.TestSupport;
using Candor.Tokenization;

namespace Candor.Tests.Tokenization;

public sealed class TokenizerFilesTests
{
    private static readonly Dictionary<string, int> s_added = new() { ["<im_patch>"] = 512, ["<im_start>"] = 513, ["<im_end>"] = 514 };

    [Theory]
    [InlineData("added_tokens.json")]
    [InlineData("special_tokens_map.json")]
    [InlineData("tokenizer_config.json")]
    [InlineData("tokenizer.model")]
    public void FilesAreThoseOfTheReferencesStageTwoFolder(string name)
    {
        using var folder = new TemporaryFolder();
        TokenizerFiles.Write(Goldens.Committed("small", "models", "tiny-llama"), folder.FullPath, s_added, "<unk>", 2048);
        var reference = Goldens.Committed("small", "models", "tiny-llava", name);
        Assert.Equal(File.ReadAllText(reference).TrimEnd(), File.ReadAllText(folder.File(name)).TrimEnd());
    }

    [Fact]
    public void AddedTokensAreFoundByALoader()
    {
        using var folder = new TemporaryFolder();
        TokenizerFiles.Write(Goldens.Committed("small", "models", "tiny-llama"), folder.FullPath, s_added, "<unk>", 2048);
        var tokenizer = TokenizerLoader.Load(folder.FullPath);
        Assert.Equal([513, 514], tokenizer.Encode("<im_start><im_end>", addSpecialTokens: false));
    }
}
