using Candor.Evaluation.Planning;

namespace Candor.Cli.Evaluation;

/// <summary>Writes <c>--dump-requests</c>.</summary>
internal static class RequestsFile
{
    /// <summary>Writes every request of a plan; the file appears whole.</summary>
    /// <exception cref="InputException">The file cannot be made.</exception>
    public static void Write(string path, EvaluationPlan plan)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            var temporary = path + ".tmp";
            using (var file = File.Create(temporary))
                RequestsJson.Dump(file, plan);
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"--dump-requests {path}: cannot be written: {exception.Message}", exception);
        }
    }
}
