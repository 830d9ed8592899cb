using Candor.Training.Recipes;

namespace Candor.Tests.Training.Recipes;

public sealed class NearestNameTests
{
    [Theory]
    [InlineData("learning_rat", "learning_rate")]
    [InlineData("batch_size", "save_steps")]
    [InlineData("lora", "lora_r")]
    public void The_fewest_edits_win(string name, string expected) =>
        Assert.Equal(expected, NearestName.Of(name, ["learning_rate", "save_steps", "lora_r", "lora_alpha"]));
}
