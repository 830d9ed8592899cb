using Candor.Conversations;
using Candor.Quickstart.Texts;
using Candor.Randomness;

namespace Candor.Quickstart;

/// <summary>
/// A small world made from a seed: pictures, texts, rows and tests about coloured shapes. What its tests show holds for this world and for
/// no other.
/// </summary>
internal sealed record QuickstartWorld
{
    /// <summary>How things are and what people say.</summary>
    public required WorldFacts Facts { get; init; }

    /// <summary>What pictures show.</summary>
    public required SceneSet Scenes { get; init; }

    /// <summary>The language model's texts.</summary>
    public required IReadOnlyList<string> Corpus { get; init; }

    /// <summary>Rows of stage 1.</summary>
    public required IReadOnlyList<ConversationRow> Captions { get; init; }

    /// <summary>Rows of stage 2, by kind.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<ConversationRow>> Dialogues { get; init; }

    /// <summary>All rows of stage 2 in a drawn order.</summary>
    public required IReadOnlyList<ConversationRow> Instructions { get; init; }

    /// <summary>The truthfulness test.</summary>
    public required IReadOnlyList<TruthQuestion> Truth { get; init; }

    /// <summary>The ethics-like test.</summary>
    public required EthicsTest Ethics { get; init; }

    /// <summary>Questions about held-out pictures.</summary>
    public required IReadOnlyList<PictureQuestion> PictureQuestions { get; init; }

    /// <summary>Makes a world. Every part has a generator of its own, so that one can change without the others.</summary>
    public static QuickstartWorld Create(WorldOptions options)
    {
        var facts = new WorldFacts(Generator(1));
        var scenes = SceneSet.Draw(options.PicturesPerScene, Generator(2));
        var truth = TruthTest.Write(facts, Generator(3));
        var ethics = EthicsTest.Write(facts, options.EthicsDocuments, Generator(4));
        var corpus = new Corpus(facts, ethics.Texts.ToHashSet(StringComparer.Ordinal), Generator(5));
        var writer = new Dialogues(facts, Generator(6));
        var half = scenes.Training.Count / 2;
        var dialogues = new OrderedDictionary<string, IReadOnlyList<ConversationRow>>(StringComparer.Ordinal)
        {
            ["conversation"] = writer.Conversations(scenes.Training),
            ["detail"] = writer.Details([.. scenes.Training.Take(half)]),
            ["reasoning"] = writer.Reasoning(scenes.Training),
        };
        return new QuickstartWorld
        {
            Facts = facts,
            Scenes = scenes,
            Corpus = [.. corpus.Write(options.CorpusTexts)],
            Captions = [.. Texts.Captions.Write(scenes.Training, facts, Generator(7))],
            Dialogues = dialogues,
            Instructions = Generator(8).Shuffled([.. dialogues.Values.SelectMany(rows => rows)]),
            Truth = truth,
            Ethics = ethics,
            PictureQuestions = [.. PictureQuestion.Write(scenes.HeldOut, facts, Generator(9))],
        };

        NumpyGenerator Generator(int part) => new([options.Seed, part]);
    }
}
