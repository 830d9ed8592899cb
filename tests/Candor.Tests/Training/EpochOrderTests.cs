using Candor.Training;

namespace Candor.Tests.Training;

public sealed class EpochOrderTests
{
    [Fact]
    public void Other_seeds_and_epochs_give_other_orders()
    {
        Assert.NotEqual(EpochOrder.Of(42, 0, 50), EpochOrder.Of(42, 1, 50));
        Assert.NotEqual(EpochOrder.Of(42, 0, 50), EpochOrder.Of(43, 0, 50));
    }
}
