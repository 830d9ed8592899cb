using System.Text.Json;
using Candor.Evaluation.Text;
using Candor.Studies.Graph;
using Candor.Studies.Manifest;

namespace Candor.Studies.Running;

/// <summary>
/// The key of a step: SHA-256 over its settings and what it reads, files by content and other steps by their keys. Equal keys mean an
/// equal result, wherever files lie and whenever they were written.
/// </summary>
public static class StepKeys
{
    /// <summary>Changes where steps of the same settings come to give another result.</summary>
    private const string Format = "candor study step 1";

    /// <summary>All keys, by step.</summary>
    /// <param name="graph">The steps.</param>
    /// <param name="digests">Of files.</param>
    /// <param name="cancellation">Seen while files are read.</param>
    /// <exception cref="InputException">A file that a step reads is absent: step and file are named.</exception>
    public static IReadOnlyDictionary<string, string> Compute(StudyGraph graph, FileDigests digests, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(digests);
        var keys = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var step in graph.Steps)
            keys.Add(step.Name, Key(step, input => Digest(step, input, keys, digests, cancellation)));
        return keys;
    }

    /// <summary>Adds the key of a step to those before it.</summary>
    /// <returns>The key, or null and why there is none: a file is absent, or a step before it has no key.</returns>
    internal static (string? Key, string Reason) TryAdd(
        StudyStep step, Dictionary<string, string> keys, FileDigests digests, CancellationToken cancellation)
    {
        if (step.Upstream.FirstOrDefault(name => !keys.ContainsKey(name)) is { } unknown)
            return (null, $"waits for {unknown}");
        try
        {
            keys.Add(step.Name, Key(step, input => Digest(step, input, keys, digests, cancellation)));
            return (keys[step.Name], "");
        }
        catch (InputException error)
        {
            return (null, error.Message);
        }
    }

    /// <summary>The key of a step that runs in spite of failures: another one where something is missing.</summary>
    public static string With(string key, IReadOnlyList<StudyGap> gaps) => gaps.Count == 0 ? key : Hash(writer =>
    {
        writer.WriteStringValue(key);
        foreach (var gap in gaps)
        {
            writer.WriteStringValue(gap.Step);
            writer.WriteStringValue(gap.Reason);
        }
    });

    /// <summary>The key of a step, given the digests of its inputs.</summary>
    internal static string Key(StudyStep step, Func<StepInput, string> digest) => Hash(writer =>
    {
        writer.WriteStringValue(Format);
        writer.WriteStringValue(step.Kind.ToString());
        writer.WriteStartObject();
        foreach (var (name, value) in step.Settings.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            writer.WriteString(name, value);
        writer.WriteEndObject();
        foreach (var input in step.Inputs)
        {
            writer.WriteStringValue(input.Name);
            writer.WriteStringValue(digest(input));
        }
    });

    private static string Digest(
        StudyStep step, StepInput input, Dictionary<string, string> keys, FileDigests digests, CancellationToken cancellation)
    {
        try
        {
            return input switch
            {
                UpstreamInput upstream => keys[upstream.Step],
                FolderInput folder => digests.OfFolder(folder.Path, folder.IsDeep, cancellation),
                FileInput file => digests.OfFile(file.Path, cancellation),
                _ => throw new ArgumentException(input.GetType().Name, nameof(input)),
            };
        }
        catch (InputException error)
        {
            throw new InputException($"step {step.Name}: {input.Name}: {error.Message}", error);
        }
    }

    private static string Hash(Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartArray();
            write(writer);
            writer.WriteEndArray();
        }

        return Sha256.Of(bytes.ToArray());
    }
}
