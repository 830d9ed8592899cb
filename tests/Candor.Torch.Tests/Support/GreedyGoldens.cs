using System.Text.Json;
using Candor.Torch.Generation;
using Candor.Torch.Models;

namespace Candor.Torch.Tests.Support;

/// <summary>A golden's greedy continuation: ids, their log-probabilities, and the prompt's.</summary>
internal static class GreedyGoldens
{
    public static void Check(Llama model, JsonElement golden, float tolerance)
    {
        int[] prompt = Json.Ints(golden.GetProperty("prompt_ids")), expected = Json.Ints(golden.GetProperty("new_ids"));
        var actual = new GreedyDecoder(model).Decode(prompt, expected.Length, [], TestContext.Current.CancellationToken);
        Assert.Equal(expected, actual.Ids);
        Assert.All(
            golden.GetProperty("token_logprobs").EnumerateArray().Zip(actual.LogProbabilities),
            pair => Assert.Equal(pair.First.GetSingle(), pair.Second, tolerance));
        var promptLogProbabilities = golden.GetProperty("prompt_logprobs").EnumerateArray().ToList();
        Assert.Equal(promptLogProbabilities.Count, actual.PromptLogProbabilities.Count);
        Assert.Null(actual.PromptLogProbabilities[0]);
        for (int i = 1; i < promptLogProbabilities.Count; i++)
            Assert.Equal(promptLogProbabilities[i].GetSingle(), actual.PromptLogProbabilities[i]!.Value, tolerance);
    }
}
