using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using TorchSharp;

namespace Candor.Cli.Diagnosis;

/// <summary>Loads libtorch and computes with it.</summary>
internal static class Libtorch
{
    /// <summary>Whether the native library loads and multiplies correctly.</summary>
    public static Finding Examine()
    {
        try
        {
            return new Finding("libtorch", Verdict.Fine, Multiply());
        }
        catch (Exception exception) when (exception is TypeInitializationException or DllNotFoundException or NotSupportedException or BadImageFormatException)
        {
            var cause = exception.InnerException ?? exception;
            return new Finding("libtorch", Verdict.Stops, $"does not load: {cause.Message.ReplaceLineEndings(" ")}; build again on this machine, and install libgomp1 and libstdc++6 if they are missing");
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string Multiply()
    {
        var started = Stopwatch.GetTimestamp();
        using var scope = torch.NewDisposeScope();
        var product = torch.ones(8, 8).mm(torch.ones(8, 8)).sum().item<float>();
        if (product != 512)
            throw new NotSupportedException($"a product of ones gives {product} instead of 512");
        var device = torch.cuda.is_available() ? $"{torch.cuda.device_count()} CUDA devices" : "CPU";
        return string.Create(CultureInfo.InvariantCulture, $"{torch.__version__} loads in {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s, {torch.get_num_threads()} threads, {device}");
    }
}
