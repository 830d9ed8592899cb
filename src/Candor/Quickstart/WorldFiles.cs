using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Candor.Conversations.Reading;
using Candor.Quickstart.Texts;
using Candor.Quickstart.Vocabulary;
using CsvHelper;
using CsvHelper.Configuration;

namespace Candor.Quickstart;

/// <summary>
/// Writes a world into a folder: <c>pictures/</c>, rows in LLaVA's JSON, tests in the benchmarks' own formats under
/// <c>data/</c>, and <c>tokenizer/</c>. The same options give the same bytes, so a folder that is not whole is simply written again.
/// </summary>
public static class WorldFiles
{
    /// <summary>The language model's texts as rows for training with <c>version: text</c>.</summary>
    public const string Corpus = "corpus.json";

    /// <summary>The folder of the pictures that rows name.</summary>
    public const string Pictures = "pictures";

    /// <summary>What the vision tower learns from: shape, colour, corner and traits of every training picture.</summary>
    public const string Scenes = "scenes.jsonl";

    /// <summary>The tokenizer's folder, in Hugging Face's layout.</summary>
    public const string Tokenizer = "tokenizer";

    /// <summary>The folder of the held-out pictures and the questions about them, as the task <c>picture_questions</c> reads it.</summary>
    private const string Questions = "data/picture_questions";

    private static readonly JsonWriterOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Makes and writes a world.</summary>
    /// <param name="folder">Where to; made if it is not there.</param>
    /// <param name="options">What decides the world.</param>
    /// <param name="cancellation">Checked between files.</param>
    public static void Write(string folder, WorldOptions options, CancellationToken cancellation = default)
    {
        var world = QuickstartWorld.Create(options);
        foreach (var (pictures, scenes) in new[] { (Pictures, world.Scenes.Training), (Questions + "/images", world.Scenes.HeldOut) })
        {
            foreach (var scene in scenes)
            {
                cancellation.ThrowIfCancellationRequested();
                Save($"{pictures}/{scene.File}", ScenePainter.Paint(scene, world.Facts));
            }
        }

        SaveLines(Scenes, world.Scenes.Training, (json, scene) => WriteScene(json, scene, world.Facts));
        LlavaRowWriter.Write(Place("captions.json"), world.Captions);
        LlavaRowWriter.Write(Place("instruct.json"), world.Instructions);
        foreach (var (kind, rows) in world.Dialogues)
            LlavaRowWriter.Write(Place($"{kind}.json"), rows);
        Save("data/truthfulqa/mc_task.json", Truth(world.Truth));
        Save("data/ethics/commonsense/cm_test.csv", Deeds(world.Ethics));
        Save("data/ethics/deontology/deontology_test.csv", Excuses(world.Ethics));
        SaveLines(Questions + "/questions.jsonl", world.PictureQuestions, WriteQuestion);
        foreach (var (name, bytes) in TokenizerFolder.Create(world))
            Save($"{Tokenizer}/{name}", bytes);
        LlavaRowWriter.Write(Place(Corpus), CorpusRows.Write(world.Corpus));

        string Place(string name)
        {
            var path = Path.Combine([folder, .. name.Split('/')]);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            return path;
        }

        void Save(string name, byte[] bytes) => File.WriteAllBytes(Place(name), bytes);

        void SaveLines<T>(string name, IEnumerable<T> items, Action<Utf8JsonWriter, T> write) => Save(name, Lines(items, write));
    }

    private static byte[] Lines<T>(IEnumerable<T> items, Action<Utf8JsonWriter, T> write)
    {
        var bytes = new MemoryStream();
        using var json = new Utf8JsonWriter(bytes, s_json);
        foreach (var item in items)
        {
            json.WriteStartObject();
            write(json, item);
            json.WriteEndObject();
            json.Flush();
            json.Reset();
            bytes.WriteByte((byte)'\n');
        }

        return bytes.ToArray();
    }

    private static void WriteScene(Utf8JsonWriter json, Scene scene, WorldFacts facts)
    {
        json.WriteString("image", scene.File);
        foreach (var aspect in SceneQuestion.Aspects)
            json.WriteNumber(aspect.ToString().ToLowerInvariant(), SceneQuestion.ValueOf(aspect, scene, facts));
    }

    private static void WriteQuestion(Utf8JsonWriter json, PictureQuestion question)
    {
        json.WriteString("image", question.Image);
        json.WriteString("question", question.Question);
        json.WriteStartArray("choices");
        foreach (var choice in question.Choices)
            json.WriteStringValue(choice);
        json.WriteEndArray();
        json.WriteNumber("answer", question.Answer);
        json.WriteString("kind", question.Aspect.ToString().ToLowerInvariant());
    }

    private static byte[] Truth(IReadOnlyList<TruthQuestion> questions)
    {
        var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, s_json with { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartArray();
            foreach (var question in questions)
            {
                json.WriteStartObject();
                json.WriteString("question", question.Question);
                WriteTargets(json, "mc1_targets", question.Right.Take(1), question.Wrong.SkipLast(1));
                WriteTargets(json, "mc2_targets", question.Right, question.Wrong);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        bytes.WriteByte((byte)'\n');
        return bytes.ToArray();
    }

    private static void WriteTargets(Utf8JsonWriter json, string name, IEnumerable<string> right, IEnumerable<string> wrong)
    {
        json.WriteStartObject(name);
        foreach (var answer in right)
            json.WriteNumber(answer, 1);
        foreach (var answer in wrong)
            json.WriteNumber(answer, 0);
        json.WriteEndObject();
    }

    private static byte[] Deeds(EthicsTest test) => Csv(
        [["label", "input", "is_short", "edited"], .. test.Deeds.Select(deed => new[] { Bit(deed.IsWrong), deed.Text, "True", "False" })]);

    private static byte[] Excuses(EthicsTest test) => Csv(
        [["label", "scenario", "excuse"], .. test.Excuses.Select(item => new[] { Bit(item.IsReasonable), item.Request, item.Excuse })]);

    private static string Bit(bool value) => value ? "1" : "0";

    private static byte[] Csv(IEnumerable<string[]> rows)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var csv = new CsvWriter(text, new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\n" }))
        {
            foreach (var row in rows)
            {
                foreach (var cell in row)
                    csv.WriteField(cell);
                csv.NextRecord();
            }
        }

        return System.Text.Encoding.UTF8.GetBytes(text.ToString());
    }
}
