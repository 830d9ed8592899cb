using System.Diagnostics;

namespace Candor.Torch.Tests.Cli;

/// <summary>Runs a command line in a process of its own, as a user does, so that it can be killed.</summary>
internal sealed class CandorProcess : IDisposable
{
    private readonly Process _process;

    private CandorProcess(Process process) => _process = process;

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>Starts the program that was built beside the tests; what it prints is read and dropped.</summary>
    public static CandorProcess Start(params string[] args)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "Candor.Cli.exe" : "Candor.Cli"), args)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new CandorProcess(process);
    }

    /// <summary>Ends it as SIGKILL does: it can save nothing more.</summary>
    public void Kill()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
    }

    /// <summary>Waits for the end.</summary>
    /// <returns>The exit code.</returns>
    public int Wait()
    {
        _process.WaitForExit();
        return _process.ExitCode;
    }

    /// <inheritdoc />
    public void Dispose() => _process.Dispose();
}
