using Candor.Checkpoints.Gguf;
using Candor.TestSupport;
using Candor.Torch.Models;
using Candor.Torch.Weights;

namespace Candor.Torch.Tests.Support;

/// <summary>The real model of ../shared, loaded from its GGUF once for all tests of a class.</summary>
public sealed class SmolLm2 : IDisposable
{
    private readonly Lazy<Llama> _model = new(() =>
    {
        using var checkpoint = GgufCheckpoint.Open(Path);
        return LlamaWeights.Load(checkpoint.Config, checkpoint, ComputeDtype.Auto);
    });

    /// <summary>The file; the running test is skipped where it is absent.</summary>
    public static string Path => Goldens.Shared("models", "smollm2-135m-instruct", "SmolLM2-135M-Instruct.Q4_1.gguf");

    /// <summary>The model in fp32.</summary>
    public Llama Model => _model.Value;

    /// <inheritdoc />
    public void Dispose()
    {
        if (_model.IsValueCreated)
            _model.Value.Dispose();
    }
}
