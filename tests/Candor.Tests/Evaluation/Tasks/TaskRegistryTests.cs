using Candor.Evaluation.Protocols;
using Candor.Evaluation.Tasks;

namespace Candor.Tests.Evaluation.Tasks;

public sealed class TaskRegistryTests
{
    [Theory]
    [InlineData("paper2023", "truthfulqa_mc", "truthfulqa_mc")]
    [InlineData("lm-eval-0.4", "truthfulqa_mc", "truthfulqa_mc1 truthfulqa_mc2")]
    [InlineData("lm-eval-0.4", "truthfulqa_mc2,truthfulqa_mc", "truthfulqa_mc2 truthfulqa_mc1")]
    [InlineData("lm-eval-0.4", "ethics_cm,ethics_cm", "ethics_cm")]
    public void NamesStandForTheProtocolsTasks(string protocol, string names, string expected) => Assert.Equal(
        expected, string.Join(' ', TaskRegistry.Resolve(names.Split(','), ProtocolRegistry.Get(protocol)).Select(task => task.Name)));

    [Theory]
    [InlineData("truthfulqa_mc1", "task truthfulqa_mc1 does not exist under protocol paper2023, which scores it as part of truthfulqa_mc")]
    [InlineData("hellaswag", "unknown task hellaswag; expected one or more of truthfulqa_mc, ethics_cm")]
    [InlineData("", "unknown task ; expected one or more of")]
    public void ANameThatStandsForNothingIsRefused(string name, string message) => Assert.StartsWith(
        message, Assert.Throws<InputException>(() => TaskRegistry.Resolve([name], ProtocolRegistry.Paper2023)).Message, StringComparison.Ordinal);

    [Fact]
    public void NoNameIsRefused() => Assert.Throws<InputException>(() => TaskRegistry.Resolve([], ProtocolRegistry.Paper2023));

    [Fact]
    public void AnUnknownProtocolIsRefusedWithTheKnownOnes() => Assert.Equal(
        "protocol paper2024: expected one of paper2023, lm-eval-0.4", Assert.Throws<InputException>(() => ProtocolRegistry.Get("paper2024")).Message);

    [Fact]
    public void EveryEditionIsOfAKnownProtocol() => Assert.All(
        TaskRegistry.All.SelectMany(task => task.Card.Editions.Keys), name => ProtocolRegistry.Get(name));
}
