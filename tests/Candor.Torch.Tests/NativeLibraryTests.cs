using TorchSharp;

namespace Candor.Torch.Tests;

public sealed class NativeLibraryTests
{
    [Fact]
    public void LibtorchLoadsAndComputes()
    {
        using var scope = torch.NewDisposeScope();
        var product = torch.ones(2, 3).mm(torch.ones(3, 2));
        Assert.Equal(3f, product[0, 0].item<float>());
    }
}
