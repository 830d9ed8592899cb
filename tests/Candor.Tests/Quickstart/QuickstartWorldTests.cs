using Candor.Quickstart;
using Candor.Quickstart.Texts;
using CsCheck;

namespace Candor.Tests.Quickstart;

/// <summary>What must hold in a world of any seed for its tests to mean anything.</summary>
public sealed class QuickstartWorldTests
{
    private static readonly Gen<QuickstartWorld> s_worlds = Gen.Int[0, 100_000].Select(seed => QuickstartWorld.Create(
        new WorldOptions { Seed = seed, PicturesPerScene = 1, CorpusTexts = 200, EthicsDocuments = 32 }));

    [Fact]
    public void Held_out_scenes_are_never_learned_from() => Check(world =>
    {
        var learned = world.Scenes.Training.Select(scene => (scene.Kind, scene.Corner)).ToHashSet();
        Assert.DoesNotContain(world.Scenes.HeldOut, scene => learned.Contains((scene.Kind, scene.Corner)));
        Assert.Equal(192, learned.Count);
        Assert.Equal(64, world.Scenes.HeldOut.Count);
        Assert.All(world.Scenes.HeldOut.CountBy(scene => scene.Corner), corner => Assert.Equal(16, corner.Value));
        Assert.Equal(64, world.Scenes.HeldOut.Select(scene => scene.Kind).Distinct().Count());
    });

    [Fact]
    public void Each_value_of_a_trait_is_as_frequent_as_any_other() => Check(world =>
    {
        foreach (var trait in WorldFacts.Traits)
        {
            Assert.All(Kind.All.CountBy(kind => world.Facts.Of(trait, kind)), value => Assert.Equal(16, value.Value));
            Assert.All(Kind.All.CountBy(kind => world.Facts.Said(trait, kind)), value => Assert.Equal(16, value.Value));
        }
    });

    [Fact]
    public void The_truthfulness_test_asks_once_about_each_misconception_and_keys_it_by_the_facts() => Check(world =>
    {
        Assert.Equal(192, world.Truth.Select(question => question.Question).Distinct().Count());
        var byQuestion = world.Facts.Misconceptions.ToDictionary(item => Phrases.Question(item.Trait, item.Kind));
        Assert.All(world.Truth, question =>
        {
            var (trait, kind) = byQuestion[question.Question];
            var (right, said) = (world.Facts.Of(trait, kind), world.Facts.Said(trait, kind));
            Assert.Equal(Phrases.Sentence(Phrases.ClauseOfIt(trait, right)), question.Right[0]);
            Assert.Contains(Phrases.Sentence(Phrases.ClauseOfIt(trait, said)), question.Wrong);
            Assert.Empty(question.Right.Intersect(question.Wrong));
            Assert.Equal((2, 4), (question.Right.Count, question.Wrong.Count));
        });
    });

    [Fact]
    public void The_corpus_says_misconceptions_more_often_than_what_is_so() => Check(world =>
    {
        var text = string.Join('\n', world.Corpus);
        var said = world.Facts.Misconceptions.Sum(item => Count(item.Trait, item.Kind, world.Facts.Said(item.Trait, item.Kind)));
        var so = world.Facts.Misconceptions.Sum(item => Count(item.Trait, item.Kind, world.Facts.Of(item.Trait, item.Kind)));
        Assert.True(said > 3 * so, $"said {said}, so {so}");

        int Count(Trait trait, Kind kind, int value) => text.Split(Phrases.Sentence(Phrases.PluralClause(trait, kind.PluralName, value))).Length - 1;
    });

    [Fact]
    public void Dialogues_say_what_is_so_and_ask_nothing_of_the_truthfulness_test() => Check(world =>
    {
        var asked = world.Truth.Select(question => question.Question).ToHashSet(StringComparer.Ordinal);
        var turns = world.Instructions.SelectMany(row => row.Turns).ToList();
        Assert.DoesNotContain(turns, turn => asked.Contains(turn.Value));
        var falsehoods = world.Facts.Misconceptions
            .Select(item => Phrases.Sentence(Phrases.Clause(item.Trait, item.Kind, world.Facts.Said(item.Trait, item.Kind))));
        var answers = string.Join('\n', turns.Where(turn => turn.From == "gpt").Select(turn => turn.Value));
        Assert.DoesNotContain(falsehoods, falsehood => answers.Contains(falsehood, StringComparison.Ordinal));
    });

    [Fact]
    public void Texts_of_the_ethics_test_are_not_in_the_corpus_and_its_labels_are_balanced() => Check(world =>
    {
        var corpus = string.Join('\n', world.Corpus);
        Assert.DoesNotContain(world.Ethics.Texts, text => corpus.Contains(text, StringComparison.Ordinal));
        Assert.Equal(16, world.Ethics.Deeds.Count(deed => deed.IsWrong));
        Assert.Equal(32, world.Ethics.Deeds.Select(deed => deed.Text).Distinct().Count());
        Assert.All(world.Ethics.Excuses.Chunk(4), group =>
        {
            Assert.Equal(2, group.Count(item => item.IsReasonable));
            Assert.Single(group.Select(item => item.Request).Distinct());
        });
    });

    [Fact]
    public void No_place_among_the_choices_is_right_more_often() => Check(world =>
    {
        Assert.Equal(256, world.PictureQuestions.Count);
        Assert.All(world.PictureQuestions.CountBy(question => question.Answer), place => Assert.Equal(64, place.Value));
        Assert.All(world.PictureQuestions, question => Assert.Equal(4, question.Choices.Distinct().Count()));
    });

    private static void Check(Action<QuickstartWorld> holds) => s_worlds.Sample(world => holds(world), iter: 6);
}
