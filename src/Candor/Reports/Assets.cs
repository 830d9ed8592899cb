using System.Text;

namespace Candor.Reports;

/// <summary>Files that travel inside the program.</summary>
internal static class Assets
{
    /// <summary>The text of one.</summary>
    public static string Text(string name)
    {
        using var stream = typeof(Assets).Assembly.GetManifestResourceStream("Candor.Reports." + name)
            ?? throw new InvalidOperationException($"{name} is not embedded");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
