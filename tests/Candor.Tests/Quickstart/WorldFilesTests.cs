using Candor.Conversations;
using Candor.Conversations.Labels;
using Candor.Conversations.Reading;
using Candor.Conversations.Templates;
using Candor.Evaluation.Data;
using Candor.Evaluation.Protocols;
using Candor.Evaluation.Tasks;
using Candor.Images;
using Candor.Quickstart;
using Candor.TestSupport;
using Candor.Tokenization;

namespace Candor.Tests.Quickstart;

/// <summary>A written world is read by the program's own readers, and repeats byte for byte.</summary>
public sealed class WorldFilesTests : IClassFixture<WorldFilesTests.Written>
{
    private static readonly WorldOptions s_options = new() { PicturesPerScene = 1, CorpusTexts = 200, EthicsDocuments = 32 };

    private readonly string _folder;

    public WorldFilesTests(Written written) => _folder = written.Folder.FullPath;

    [Fact]
    public void The_same_options_give_the_same_bytes()
    {
        using var again = new TemporaryFolder();
        WorldFiles.Write(again.FullPath, s_options, TestContext.Current.CancellationToken);
        Assert.Equal(Files(_folder), Files(again.FullPath));
        Assert.All(Files(_folder), file => Assert.Equal(
            File.ReadAllBytes(Path.Combine(_folder, file)), File.ReadAllBytes(Path.Combine(again.FullPath, file))));
    }

    [Fact]
    public void Another_seed_gives_another_world()
    {
        using var other = new TemporaryFolder();
        WorldFiles.Write(other.FullPath, s_options with { Seed = 2 }, TestContext.Current.CancellationToken);
        Assert.NotEqual(
            File.ReadAllText(Path.Combine(_folder, "data/truthfulqa/mc_task.json")),
            File.ReadAllText(other.File("data/truthfulqa/mc_task.json")));
    }

    [Theory]
    [InlineData("truthfulqa_mc", 192)]
    [InlineData("ethics_cm", 32)]
    [InlineData("ethics_deontology", 32)]
    public void The_tasks_read_the_tests(string name, int count)
    {
        var protocol = ProtocolRegistry.Paper2023;
        var task = Assert.Single(TaskRegistry.Resolve([name], protocol));
        var documents = task.Read(DataFile.Open(Path.Combine(_folder, "data"), task.Card.DataPath), protocol).ToList();
        Assert.Equal(count, documents.Count);
    }

    [Theory]
    [InlineData("captions.json", "v0_plain")]
    [InlineData("instruct.json", "v1")]
    [InlineData("conversation.json", "v1")]
    [InlineData("detail.json", "v1")]
    [InlineData("reasoning.json", "v1")]
    public void Every_row_has_targets_and_a_picture(string file, string version)
    {
        var tokenizer = TokenizerLoader.Load(Path.Combine(_folder, WorldFiles.Tokenizer));
        var encoder = new RowEncoder(tokenizer, new RowEncoderSettings
        {
            Template = TrainingVersion.Parse(version).Template,
            PadId = 0,
        });
        var rows = LlavaRowFile.Read(Path.Combine(_folder, file)).ToList();
        Assert.NotEmpty(rows);
        Assert.All(rows, row =>
        {
            var encoded = encoder.Encode(row);
            Assert.Empty(encoded.Warnings);
            Assert.True(encoded.CountTargets(512) > 5);
            Assert.True(encoded.Ids.Length < 400);
            Assert.Contains(ImageTokens.ImageIndex, encoded.Ids);
            Assert.True(File.Exists(Path.Combine(_folder, WorldFiles.Pictures, row.Image!)));
        });
    }

    [Fact]
    public void The_corpus_is_rows_of_texts_that_are_trained_whole()
    {
        var tokenizer = TokenizerLoader.Load(Path.Combine(_folder, WorldFiles.Tokenizer));
        var encoder = new RowEncoder(tokenizer, new RowEncoderSettings { Template = ConversationTemplates.Get("text"), PadId = 0 });
        var encoded = LlavaRowFile.Read(Path.Combine(_folder, WorldFiles.Corpus)).Select(encoder.Encode).ToList();
        Assert.All(encoded, row =>
        {
            Assert.Equal(row.Ids, row.Labels);
            Assert.InRange(row.Ids.Length, 10, 384);
            Assert.Equal((tokenizer.BosId, tokenizer.EosId), (row.Ids[0], row.Ids[^1]));
        });
        Assert.Equal(s_options.CorpusTexts, encoded.Count);
    }

    [Fact]
    public void The_tokenizer_gives_texts_back_and_has_a_piece_for_every_common_word()
    {
        var tokenizer = TokenizerLoader.Load(Path.Combine(_folder, WorldFiles.Tokenizer));
        const string Text = "Q: What ground does an orange star stand on?\nA: It stands on navy ground: ünï \U0001F600.";
        Assert.Equal(Text, tokenizer.Decode(tokenizer.Encode(Text, addSpecialTokens: false)));
        Assert.All(
            WorldWords.Shapes.Concat(WorldWords.Colors).Concat(WorldWords.Grounds).Concat(["yes", "no", "reasonable", "unreasonable"]),
            word => Assert.Single(tokenizer.Encode(word, addSpecialTokens: false)));
    }

    [Fact]
    public void Pictures_are_drawn_apart()
    {
        var pictures = Directory.GetFiles(_folder, "*.png", SearchOption.AllDirectories);
        Assert.Equal(256, pictures.Length);
        Assert.Equal(256, pictures.Select(file => Convert.ToHexString(File.ReadAllBytes(file))).Distinct().Count());
        Assert.Equal(ScenePainter.PictureSize, ImageDecoder.Decode(pictures[0]).Width);
    }

    private static IEnumerable<string> Files(string folder) => Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(folder, file)).Order(StringComparer.Ordinal);

    public sealed class Written : IDisposable
    {
        public Written() => WorldFiles.Write(Folder.FullPath, s_options);

        public TemporaryFolder Folder { get; } = new();

        public void Dispose() => Folder.Dispose();
    }
}
