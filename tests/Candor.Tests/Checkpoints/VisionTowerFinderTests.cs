using Candor.Checkpoints;
using Candor.TestSupport;

namespace Candor.Tests.Checkpoints;

public sealed class VisionTowerFinderTests
{
    [Theory]
    [InlineData("towers/clip", "recipes/towers/clip")]
    [InlineData("openai/clip", "recipes/openai/clip")]
    [InlineData("openai/clip", "models/clip")]
    public void APathGoesBeforeAFolderBesideTheModel(string name, string place)
    {
        using var folder = new TemporaryFolder();
        Make(folder, "models/clip");
        Make(folder, place);
        Assert.Equal(folder.File(place), VisionTowerFinder.Find(name, folder.File("recipes"), folder.File("models/llama")));
    }

    [Fact]
    public void EveryPlaceIsNamedWhereThereIsNone()
    {
        using var folder = new TemporaryFolder();
        var message = Assert.Throws<InputException>(() => VisionTowerFinder.Find("nobody/no-such-tower", folder.File("recipes"), folder.File("models/llama"))).Message;
        Assert.Contains(folder.File("recipes/nobody/no-such-tower"), message);
        Assert.Contains(folder.File("models/no-such-tower"), message);
        Assert.Contains("models--nobody--no-such-tower", message);
    }

    private static void Make(TemporaryFolder folder, string place)
    {
        Directory.CreateDirectory(folder.File(place));
        File.WriteAllText(folder.File(place, "config.json"), "{}");
    }
}
