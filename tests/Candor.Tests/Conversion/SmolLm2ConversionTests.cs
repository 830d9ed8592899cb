using System.Security.Cryptography;
using Candor.Checkpoints;
using Candor.Conversion;
using Candor.TestSupport;

namespace Candor.Tests.Conversion;

/// <summary>A real file becomes, byte for byte, the folder that safetensors and tokenizers write of it.</summary>
public sealed class SmolLm2ConversionTests
{
    [Fact]
    public void WeightsAndTokenizerHaveTheReferencesBytes()
    {
        using var folder = new TemporaryFolder();
        CheckpointConverter.Convert(
            Goldens.Shared("models", "smollm2-135m-instruct", "SmolLM2-135M-Instruct.Q4_1.gguf"),
            folder.File("hf"),
            TensorDtype.Float32,
            cancellation: TestContext.Current.CancellationToken);
        // From the model's own page.
        Assert.Equal("a672150fb4f99d7c8f4168cecdd464069c0ef3a37d8113f22ddb9d48031d03cd", Hash(folder.File("hf", "model.safetensors")));
        Assert.Equal("2225e8fb36485529d3c826106f8bec359b719a6bcc3f5d6314a834c7be153905", Hash(folder.File("hf", "tokenizer.json")));
        Assert.Equal(
            Goldens.Json(Goldens.Shared("goldens", "smollm2", "tokens.json")).GetProperty("chat_template").GetString(),
            Goldens.Json(folder.File("hf", "tokenizer_config.json")).GetProperty("chat_template").GetString());
    }

    private static string Hash(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
