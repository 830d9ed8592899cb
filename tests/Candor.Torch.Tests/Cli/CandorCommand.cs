using Candor.Cli;

namespace Candor.Torch.Tests.Cli;

/// <summary>Runs a command line inside the test process.</summary>
internal static class CandorCommand
{
    /// <summary>Exit code and what was written to the two streams.</summary>
    public static async Task<(int Code, string Output, string Error)> RunAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLineHost.RunAsync(args, output, error, TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }
}
