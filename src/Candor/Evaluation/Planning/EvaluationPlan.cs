using Candor.Evaluation.Data;
using Candor.Evaluation.Models;
using Candor.Evaluation.Protocols;
using Candor.Evaluation.Tasks;
using Candor.Randomness;

namespace Candor.Evaluation.Planning;

/// <summary>What an evaluation will ask, before any model is loaded.</summary>
public sealed class EvaluationPlan
{
    private EvaluationPlan()
    {
    }

    /// <summary>The protocol.</summary>
    public required Protocol Protocol { get; init; }

    /// <summary>The tasks with their documents, in the order given.</summary>
    public required IReadOnlyList<PlannedTask> Tasks { get; init; }

    /// <summary>At most so many documents of each task.</summary>
    public required DocumentLimits Limits { get; init; }

    /// <summary>Solved examples before each document.</summary>
    public required int FewshotCount { get; init; }

    /// <summary>What a reader of the results should know: data that are not the original release.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Number of documents of all tasks.</summary>
    public int DocumentCount => Tasks.Sum(task => task.Documents.Count);

    /// <summary>Number of requests of all tasks.</summary>
    public int RequestCount => Tasks.Sum(task => task.RequestCount);

    /// <summary>Whether a model must see to answer.</summary>
    public bool HasPictures => Tasks.Any(task => task.Pictures is not null);

    /// <summary>All requests, task by task.</summary>
    public IEnumerable<LogLikelihoodRequest> Requests() => Tasks.SelectMany(task => task.Requests());

    /// <summary>Reads the data and builds every request.</summary>
    /// <param name="tasks">From <see cref="TaskRegistry.Resolve"/>.</param>
    /// <param name="protocol">The harness's rules.</param>
    /// <param name="dataFolder">The folder with the official layouts.</param>
    /// <param name="limit">At most this many documents a task, the first in evaluation order; null for all.</param>
    /// <param name="fewshotCount">Solved examples before each document.</param>
    /// <param name="pictures">How pictures are asked about; null where no task has any.</param>
    /// <exception cref="InputException">
    /// Absent or broken data, a limit below 1, solved examples where a task has none, pictures without settings or settings without pictures.
    /// </exception>
    public static EvaluationPlan Build(
        IReadOnlyList<IEvaluationTask> tasks,
        Protocol protocol,
        string dataFolder,
        int? limit = null,
        int fewshotCount = 0,
        PictureSettings? pictures = null) => Build(tasks, protocol, dataFolder, new DocumentLimits(limit), fewshotCount, pictures);

    /// <summary>Reads the data and builds every request, with limits that may differ by task.</summary>
    /// <exception cref="InputException">As of the other overload.</exception>
    public static EvaluationPlan Build(
        IReadOnlyList<IEvaluationTask> tasks,
        Protocol protocol,
        string dataFolder,
        DocumentLimits limits,
        int fewshotCount = 0,
        PictureSettings? pictures = null)
    {
        ArgumentNullException.ThrowIfNull(limits);
        foreach (var limit in limits.ByTask.Values.Select(value => (int?)value).Append(limits.Default).Where(value => value < 1))
            throw new InputException($"limit: expected at least 1 document, found {limit}");
        if (fewshotCount < 0)
            throw new InputException($"number of few-shot examples: expected 0 or more, found {fewshotCount}");
        if (fewshotCount > 0 && tasks.Count > 0)
            throw new InputException($"task {tasks[0].Name}: {fewshotCount} few-shot examples asked for: {tasks[0].Card.WhyZeroShot}");

        var files = new Dictionary<string, DataFile>();
        var planned = tasks.Select(task => Plan(task, protocol, Open(task, dataFolder, files), limits.Of(task.Name), pictures)).ToList();
        if (pictures is not null && planned.TrueForAll(task => task.Pictures is null))
            throw new InputException($"template or blank pictures: expected a task with pictures, found {string.Join(", ", planned.Select(task => task.Name))}");
        return new EvaluationPlan
        {
            Protocol = protocol,
            Tasks = planned,
            Limits = limits,
            FewshotCount = fewshotCount,
            Warnings = [.. files.SelectMany(entry => WarningsOf(entry.Key, entry.Value, tasks))],
        };
    }

    /// <summary>Tasks of one data set share its file.</summary>
    private static DataFile Open(IEvaluationTask task, string dataFolder, Dictionary<string, DataFile> files)
    {
        if (!files.TryGetValue(task.Card.DataPath, out var file))
            files[task.Card.DataPath] = file = DataFile.Open(dataFolder, task.Card.DataPath);
        return file;
    }

    private static PlannedTask Plan(IEvaluationTask task, Protocol protocol, DataFile file, int? limit, PictureSettings? pictures)
    {
        var edition = protocol.EditionOf(task);
        var documents = task.Read(file, protocol).ToArray();
        if (documents.Length == 0)
            throw new InputException($"{file.FullPath}: expected at least one document, found none");
        if (protocol.ShuffleSeed is { } seed)
            new PythonRandom(seed).Shuffle(documents.AsSpan());

        var selected = limit < documents.Length ? documents[..limit.Value] : documents;
        bool sees = documents[0].Image is not null;
        if (sees)
            selected = [.. selected.Select(document => PicturePrompt.Render(document, pictures ?? throw PicturePrompt.NoTemplate(task.Name)))];
        return new PlannedTask
        {
            Task = task,
            Edition = edition,
            Documents = selected,
            OriginalCount = documents.Length,
            DataSha256 = file.Sha256,
            Pictures = sees ? pictures : null,
            RequestsSha256 = RequestsJson.Sha256(selected.SelectMany(document => document.Requests())),
        };
    }

    private static IEnumerable<string> WarningsOf(string dataPath, DataFile file, IReadOnlyList<IEvaluationTask> tasks)
    {
        if (tasks.First(task => task.Card.DataPath == dataPath).Card.OriginalSha256 is { } original && file.Sha256 != original)
        {
            yield return $"{dataPath}: SHA-256 {file.Sha256[..16]}… is not that of the original release ({original[..16]}…): "
                + "scores are not comparable with published ones";
        }
    }
}
