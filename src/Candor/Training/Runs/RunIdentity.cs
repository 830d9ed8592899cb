using System.Text.Json;
using Candor.Evaluation.Text;

namespace Candor.Training.Runs;

/// <summary>
/// The options and inputs that decide a run's numbers, kept as <c>training_args.json</c> in the run's folder and in each checkpoint, so that
/// a run is never continued as another one.
/// </summary>
internal static class RunIdentity
{
    /// <summary>The file's name.</summary>
    public const string FileName = "training_args.json";

    /// <summary>What may change when a run goes on: it moves no weight.</summary>
    private static readonly string[] Free =
        ["logging_steps", "overwrite_output_dir", "save_bin", "save_steps", "save_strategy", "save_total_limit", "threads"];

    /// <summary>Writes the file of a folder.</summary>
    public static void Write(string folder, IReadOnlyDictionary<string, string> values)
    {
        AtomicFile.Write(Path.Combine(folder, FileName), output =>
        {
            using (var json = new PythonJsonWriter(output, indented: true))
            {
                json.StartObject();
                foreach (var (key, value) in values.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                    json.Member(key, value);
                json.EndObject();
            }

            output.WriteByte((byte)'\n');
        });
    }

    /// <summary>Refuses to continue a checkpoint of another run.</summary>
    /// <exception cref="InputException">Names the option that differs and both values.</exception>
    public static void Check(string folder, IReadOnlyDictionary<string, string> values)
    {
        var stored = ReadStored(folder);
        foreach (var (key, value) in values.Where(pair => !Free.Contains(pair.Key)).OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var found = stored.TryGetProperty(key, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : "(unknown)";
            if (found != value)
            {
                throw new InputException(
                    $"{folder}: expected a run with {key}: {value}, found {found}; "
                    + "give another output_dir, or overwrite_output_dir: true to start anew");
            }
        }
    }

    private static JsonElement ReadStored(string folder) => Checkpoints.JsonFile.ReadObject(Path.Combine(folder, FileName));
}
