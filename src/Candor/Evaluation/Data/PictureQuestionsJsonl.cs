using System.Text.Json;
using Candor.Conversations;
using Candor.Conversations.Auditing;
using Candor.Evaluation.Models;

namespace Candor.Evaluation.Data;

/// <summary>
/// Reads questions about pictures, one JSON object a line: <c>{"image": FILE, "question": TEXT, "choices": [TEXT, …], "answer": INDEX}</c>
/// and, if wanted, <c>"kind": TEXT</c>. Pictures lie in the folder <c>images</c> beside the file. All are
/// decoded and hashed here, so that none fails in the middle of an evaluation.
/// </summary>
internal sealed class PictureQuestionsJsonl
{
    private const string ImageFolder = "images";
    private const int MaxChoices = 100;

    private static readonly string[] s_keys = ["image", "question", "choices", "answer", "kind"];

    private readonly string _folder;
    private readonly Dictionary<string, RequestImage> _images = new(StringComparer.Ordinal);

    private PictureQuestionsJsonl(string folder) => _folder = folder;

    /// <summary>Reads all questions.</summary>
    /// <exception cref="InputException">Not that form, or a picture is missing or none: the message names file and line.</exception>
    public static IReadOnlyList<PictureQuestion> Read(DataFile file)
    {
        var reader = new PictureQuestionsJsonl(Path.Combine(Path.GetDirectoryName(file.FullPath) ?? "", ImageFolder));
        var questions = new List<PictureQuestion>();
        foreach (var (index, line) in file.ReadText().Split('\n').Index())
        {
            if (!string.IsNullOrWhiteSpace(line))
                questions.Add(reader.ReadLine($"{file.FullPath}: line {index + 1}", line, questions.Count));
        }

        return questions;
    }

    private PictureQuestion ReadLine(string place, string line, int row)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                throw new InputException($"{place}: expected an object, found {root.ValueKind}");
            if (root.EnumerateObject().Select(member => member.Name).Except(s_keys).FirstOrDefault() is { } unknown)
                throw new InputException($"{place}: {unknown}: expected only the keys {string.Join(", ", s_keys)}");
            var choices = Choices(place, root);
            var fileName = Text(place, root, "image");
            return new PictureQuestion(
                row,
                fileName,
                Picture(place, fileName),
                Text(place, root, "question"),
                choices,
                Answer(place, root, choices.Count),
                root.TryGetProperty("kind", out _) ? Text(place, root, "kind") : null);
        }
        catch (JsonException e)
        {
            throw new InputException($"{place}: not valid JSON: {e.Message}", e);
        }
        catch (InvalidOperationException e)
        {
            // An escaped half of a surrogate pair is valid JSON and no text.
            throw new InputException($"{place}: expected Unicode text, found a broken character", e);
        }
    }

    private RequestImage Picture(string place, string name)
    {
        if (_images.TryGetValue(name, out var known))
            return known;
        var path = Path.GetFullPath(Path.Combine(_folder, name));
        if (!path.StartsWith(Path.GetFullPath(_folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new InputException($"{place}: image: expected a file below {_folder}, found {name}");
        if (ImageFile.FindProblem(path) is { } problem)
            throw new InputException($"{place}: image: {path}: {problem}");
        return _images[name] = RequestImage.Open(path);
    }

    private static List<string> Choices(string place, JsonElement root)
    {
        if (!root.TryGetProperty("choices", out var array) || array.ValueKind != JsonValueKind.Array)
            throw new InputException($"{place}: choices: expected a list of answers, found {Kind(root, "choices")}");
        if (array.GetArrayLength() is < 2 or > MaxChoices)
            throw new InputException($"{place}: choices: expected 2 to {MaxChoices} answers, found {array.GetArrayLength()}");
        var choices = new List<string>();
        foreach (var (index, choice) in array.EnumerateArray().Index())
        {
            var key = $"{place}: choices[{index}]";
            if (choice.ValueKind != JsonValueKind.String || choice.GetString() is not { } text || string.IsNullOrWhiteSpace(text))
                throw new InputException($"{key}: expected a text, found {(choice.ValueKind == JsonValueKind.String ? "an empty one" : choice.ValueKind.ToString())}");
            if (text.Contains(ImageTokens.Image, StringComparison.Ordinal))
                throw new InputException($"{key}: expected an answer without {ImageTokens.Image}, found one with it");
            if (choices.Contains(text))
                throw new InputException($"{key}: expected different answers, found the one at {choices.IndexOf(text)} again");
            choices.Add(text);
        }

        return choices;
    }

    private static int Answer(string place, JsonElement root, int choices)
    {
        if (!root.TryGetProperty("answer", out var value) || value.ValueKind != JsonValueKind.Number || !value.TryGetInt32(out var answer))
            throw new InputException($"{place}: answer: expected the right choice's index, found {Kind(root, "answer")}");
        return answer >= 0 && answer < choices
            ? answer
            : throw new InputException($"{place}: answer: expected an index from 0 to {choices - 1}, found {value.GetRawText()}");
    }

    private static string Text(string place, JsonElement root, string key) =>
        root.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { } text && !string.IsNullOrWhiteSpace(text)
            ? text
            : throw new InputException($"{place}: {key}: expected a text, found {Kind(root, key)}");

    private static string Kind(JsonElement root, string key) =>
        root.TryGetProperty(key, out var found) ? found.ValueKind.ToString() : "nothing";
}
