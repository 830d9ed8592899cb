using System.Text.Json.Nodes;

namespace Candor.TestSupport;

/// <summary>A data folder with questions about the drawn pictures of the goldens.</summary>
public static class PictureQuestionFolder
{
    /// <summary>The pictures asked about.</summary>
    public static readonly IReadOnlyList<string> Pictures = ["drawn_circle.png", "drawn_squares.png", "drawn_star.png", "drawn_lines.jpg"];

    /// <summary>Two questions about each picture: after its shape, and yes or no.</summary>
    public static void Write(string data)
    {
        var lines = Pictures.Index().SelectMany(picture => new[]
        {
            Line(picture.Item, "Which shape is shown?", ["circle", "square", "star"], picture.Index % 3, "shape"),
            Line(picture.Item, "Is it red?", ["yes", "no"], picture.Index == 0 ? 0 : 1, null),
        });
        Write(data, lines);
    }

    /// <summary>Lines of one's own, beside the pictures.</summary>
    public static void Write(string data, IEnumerable<string> lines)
    {
        var images = Path.Combine(data, "picture_questions", "images");
        Directory.CreateDirectory(images);
        foreach (var picture in Pictures)
            File.Copy(Goldens.Committed("small", "clip", "images", picture), Path.Combine(images, picture), overwrite: true);
        File.WriteAllLines(Path.Combine(data, "picture_questions", "questions.jsonl"), lines);
    }

    /// <summary>One question.</summary>
    public static string Line(string image, string question, string[] choices, int answer, string? kind)
    {
        var line = new JsonObject
        {
            ["image"] = image,
            ["question"] = question,
            ["choices"] = new JsonArray([.. choices.Select(choice => JsonValue.Create(choice))]),
            ["answer"] = answer,
        };
        if (kind is not null)
            line["kind"] = kind;
        return line.ToJsonString();
    }
}
