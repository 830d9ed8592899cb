using System.Text;

namespace Candor.Cli.Quickstart;

/// <summary>Where a quickstart keeps what it makes.</summary>
/// <param name="root">Its folder, a full path.</param>
internal sealed class QuickstartFolder(string root)
{
    private const string StudyFile = "study.yaml";
    private const string LanguageFile = "language.yaml";

    /// <summary>The world.</summary>
    public string World => Path.Combine(root, "world");

    /// <summary>The study's file.</summary>
    public string Study => Path.Combine(root, StudyFile);

    /// <summary>The training file of the language model.</summary>
    public string LanguageTraining => Path.Combine(root, "bases", LanguageFile);

    /// <summary>The language model before it has learned anything.</summary>
    public string Start => Path.Combine(root, "bases", "start");

    /// <summary>The language model that the study starts from.</summary>
    public string Language => Path.Combine(root, "bases", "language");

    /// <summary>The vision tower that the study starts from.</summary>
    public string Tower => Path.Combine(root, "bases", "tower");

    /// <summary>Puts the two files that the program carries in their places.</summary>
    public void WriteFiles()
    {
        Write(Study, Embedded(StudyFile));
        Write(LanguageTraining, Embedded(LanguageFile));
    }

    /// <summary>The text of a file of the folder studies/quickstart.</summary>
    private static string Embedded(string name)
    {
        using var stream = typeof(QuickstartFolder).Assembly.GetManifestResourceStream("quickstart/" + name)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private static void Write(string path, string text)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            AtomicFile.Write(path, output => output.Write(Encoding.UTF8.GetBytes(text)));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"--output: {path} cannot be written: {error.Message}", error);
        }
    }
}
