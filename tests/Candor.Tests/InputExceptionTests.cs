namespace Candor.Tests;

public sealed class InputExceptionTests
{
    [Fact]
    public void TheMessageIsTheOneLineShown() => Assert.Equal("config.json: hidden_size: expected a number, found \"8\"", new InputException("config.json: hidden_size: expected a number, found \"8\"").Message);
}
