using Candor.Conversations;
using Candor.Conversations.Labels;
using Candor.Evaluation.Models;
using Candor.Images;
using Candor.TestSupport;
using Candor.Torch.Models;
using Candor.Torch.Scoring;
using Candor.Torch.Tests.Training;
using Candor.Torch.Weights;
using TorchSharp;
using static Candor.Torch.Tests.Support.PictureModels;
using static TorchSharp.torch;

namespace Candor.Torch.Tests.Scoring;

/// <summary>Likelihoods of answers about pictures: against the reference's loss, against one plain pass a request, and what must not change them.</summary>
public sealed class LlavaLanguageModelTests
{
    private static readonly string[] Pictures = ["drawn_circle.png", "drawn_squares.png", "drawn_lines.jpg"];
    private static readonly string[] Answers = [" A red circle.", " A blue star", " red", " reds"];

    public static TheoryData<string, string> Layouts
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (string size in new[] { "small", "shared" }.Where(TrainingGoldens.Exists))
            {
                foreach (string layout in (string[])["whole", "adapter", "stage1"])
                    data.Add(size, layout);
            }

            return data;
        }
    }

    /// <summary>Two rows of one turn each, whose trained tokens are their answers: the reference's loss is the mean over both.</summary>
    [Theory]
    [InlineData("small", "What shape is this?", " A red circle.", "drawn_circle.png", "drawn_lines.jpg")]
    [InlineData("shared", "What fruit is this?", " A banana.", "banana.jpg", "waterview.jpg")]
    public void TheReferencesLossOfTwoAnswers(string size, string question, string answer, string first, string second)
    {
        var golden = Goldens.Json(TrainingGoldens.Path(size, "llava", "batches.json")).GetProperty("batches").GetProperty("start_end/equal.vicuna_v1");
        using var folder = Open(size, "whole");
        using var model = Load(folder);
        var requests = new[] { first, second }.Select(name => Ask(Picture(size, name), question, answer + "</s>")).ToList();
        Assert.Equal(golden.GetProperty("trained_tokens").GetInt32(), model.Prepare(requests).Sum(request => request.ContinuationLength));
        double sum = Answer(model, requests, out _).Sum(likelihood => likelihood.Value);
        Assert.Equal(golden.GetProperty("loss").GetDouble(), -sum / golden.GetProperty("trained_tokens").GetInt32(), 1e-5);
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void EqualsOnePlainPassARequest(string size, string layout)
    {
        string[] pictures = size == "small" ? Pictures : ["banana.jpg", "demo1.jpg", "hotdog.jpg"];
        using var folder = Open(size, layout);
        using var model = Load(folder, new ScoringOptions { TokensPerForward = 64 });
        List<LogLikelihoodRequest> requests =
        [
            .. pictures.SelectMany(picture => Answers.Select(answer => Ask(Picture(size, picture), "What is this?", answer))),
            Ask(RequestImage.Blank, "What is this?", Answers[0]),
        ];
        var answers = Answer(model, requests, out _);
        using var plain = folder.Load(ComputeDtype.Float32);
        foreach (var (request, answer) in requests.Zip(answers))
        {
            var expected = Plain(folder, plain, request);
            Assert.Equal(expected.Value, answer.Value, 1e-4);
            Assert.Equal(expected.IsGreedy, answer.IsGreedy);
        }
    }

    [Fact]
    public void TextGetsTheBitsOfTheDecoderAlone()
    {
        using var folder = Open("small", "whole");
        using var seeing = Load(folder);
        using var text = LoadText(folder.Decoder);
        LogLikelihoodRequest[] requests = [new("Why do circles roll?", " Because"), new("Why do circles roll?", " They do"), new("", "One")];
        var expected = Answer(text, requests, out _);
        Assert.Equal(text.Prepare(requests).Select(request => request.Key), seeing.Prepare(requests).Select(request => request.Key));
        Assert.Equal(expected, Answer(seeing, requests, out _));

        // Pictures beside them change nothing.
        LogLikelihoodRequest[] both = [Ask(Picture("small", Pictures[0]), "What?", " red"), .. requests];
        Assert.Equal(expected, Answer(seeing, both, out _)[1..]);
    }

    [Fact]
    public void APictureIsSeenOnceAndAPrefixIsComputedOnce()
    {
        using var folder = Open("small", "whole");
        using var model = Load(folder, new ScoringOptions { TokensPerForward = 32 });
        List<LogLikelihoodRequest> requests =
        [
            .. from picture in Pictures
               from question in (string[])["What is this?", "Which colour is it?"]
               from answer in Answers
               select Ask(Picture("small", picture), question, answer),
        ];
        Answer(model, requests, out var totals);
        Assert.Equal(Pictures.Length, model.TowerRuns);
        Assert.Equal(Planning(model, requests).DistinctPrefixes, totals.TokensComputed);

        // Two questions about each of three pictures: what stands before the question is computed three times, not twenty-four.
        int beforeTheQuestion = ImagePrompt.Encode(folder.LoadTokenizer(), Prompt("").Split("<image>")[0]).Length + folder.Layout.VectorsPerPicture;
        Assert.InRange(totals.TokensAskedFor - totals.TokensComputed, (requests.Count - Pictures.Length) * beforeTheQuestion, int.MaxValue);
    }

    [Fact]
    public void ScoresAreTheSameBitsWhateverTheBatchAndTheOrder()
    {
        using var folder = Open("small", "whole");
        List<LogLikelihoodRequest> requests =
            [.. Pictures.SelectMany(picture => Answers.Select(answer => Ask(Picture("small", picture), "What is this?", answer)))];
        using var all = Load(folder);
        var expected = Answer(all, requests, out _);
        requests.Reverse();
        Array.Reverse(expected);
        using var others = Load(folder, new ScoringOptions { TokensPerForward = 7, LogitRows = 3 });
        Assert.Equal(expected, Answer(others, requests, out _));
    }

    [Fact]
    public void AKeyDependsOnThePictureAndNotOnWhatElseIsAsked()
    {
        using var folder = Open("small", "whole");
        using var one = Load(folder);
        using var other = Load(folder);
        var circle = Ask(Picture("small", Pictures[0]), "What?", " red");
        var squares = Ask(Picture("small", Pictures[1]), "What?", " red");
        var keys = one.Prepare([circle, squares]).Select(request => request.Key).ToList();
        Assert.Equal(Enumerable.Reverse(keys), other.Prepare([squares, circle]).Select(request => request.Key));
        Assert.Equal(3, keys.Append(one.Prepare([circle with { Image = RequestImage.Blank }])[0].Key).Distinct().Count());
    }

    [Fact]
    public void AModelOfTextAloneRefusesAPicture()
    {
        using var folder = DecoderFolder.Open(Goldens.Committed("small", "models", "tiny-llama"), null);
        using var model = LoadText(folder);
        var error = Assert.Throws<InputException>(() => model.Prepare([Ask(RequestImage.Blank, "What?", " red")]));
        Assert.Equal("blank: the model reads text alone and cannot be asked about a picture", error.Message);
        var notSeeing = Assert.Throws<InputException>(() => LlavaModelFolder.Open(Goldens.Committed("small", "models", "tiny-llama"), null, null));
        Assert.EndsWith("expected a LLaVA model, which sees pictures, found a model of text alone", notSeeing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void APromptHasOnePlaceForThePictureAndFitsTheModel()
    {
        using var folder = Open("small", "whole");
        using var model = Load(folder);
        var image = RequestImage.Blank;
        Assert.Contains("found 0", Refusal(new LogLikelihoodRequest("What?", " red") { Image = image }), StringComparison.Ordinal);
        Assert.Contains("found 2", Refusal(new LogLikelihoodRequest("<image> and <image>?", " red") { Image = image }), StringComparison.Ordinal);
        Assert.Contains("none in the answer", Refusal(Ask(image, "What?", " <image>")), StringComparison.Ordinal);
        Assert.Contains("more than the model reads (2048)", Refusal(Ask(image, string.Concat(Enumerable.Repeat("zyx ", 1000)), " red")), StringComparison.Ordinal);

        string Refusal(LogLikelihoodRequest request) => Assert.Throws<InputException>(() => model.Prepare([request])).Message;
    }

    [Fact]
    public void StageOneWithStartAndEndTokensLacksOutputRows()
    {
        var error = Assert.Throws<InputException>(() => LlavaModelFolder.Open(
            Goldens.Committed("small", "train", "llava-tiny-pretrain"), Goldens.Committed("small", "models", "tiny-llama"), null));
        Assert.Contains("mm_use_im_start_end", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ATowerInsideThatDiffersIsUsedAndNamed()
    {
        using var towers = new TemporaryFolder();
        CopyWithOtherNorm(Goldens.Committed("small", "models", "tiny-clip"), towers.FullPath);
        var path = Goldens.Committed("small", "models", "tiny-llava");
        using var named = LlavaModelFolder.Open(path, null, null);
        using var other = LlavaModelFolder.Open(path, null, towers.FullPath);
        Assert.Empty(named.Notes);
        Assert.Contains("the one that it carries is used", Assert.Single(other.Notes), StringComparison.Ordinal);
        Assert.Equal(named.Digest(), other.Digest());
    }

    [Fact]
    public void LiveTensorsDoNotGrow()
    {
        using var folder = Open("small", "whole");
        using var model = Load(folder);
        var requests = Pictures.Select(picture => Ask(Picture("small", picture), "What is this?", " red")).ToList();
        Answer(model, requests, out _);
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (int i = 0; i < 3; i++)
            Answer(model, requests, out _);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private static Candor.Evaluation.Planning.TokenCounts Planning(ILanguageModel model, List<LogLikelihoodRequest> requests) =>
        Candor.Evaluation.Planning.TokenCounts.Of(model.Prepare(requests));

    /// <summary>As training computes it: the whole row spliced, one pass, no cache.</summary>
    private static LogLikelihood Plain(LlavaModelFolder folder, Llava model, LogLikelihoodRequest request)
    {
        using var scope = NewDisposeScope();
        var tokenizer = folder.LoadTokenizer();
        long[] ids = Encode(request.Context + request.Continuation);
        int length = ids.Length - Encode(request.Context).Length;
        var processor = new ClipImageProcessor(folder.Tower.Preprocessor);
        var picture = request.Image!.Path is { } path ? ImageDecoder.Decode(path) : processor.Blank();
        var images = new ImageBatch
        {
            Pixels = processor.Process(picture, folder.Config.ImageAspectRatio),
            Count = 1,
            Size = folder.Tower.Config.ImageSize,
        };
        var tokens = new CollatedBatch
        {
            Rows = 1,
            Length = ids.Length,
            InputIds = ids,
            Labels = new long[ids.Length],
            AttentionMask = [.. Enumerable.Repeat(true, ids.Length)],
        };
        var logits = model.Logits(model.Plan(tokens, images), images)[0];
        double sum = 0;
        bool greedy = true;
        for (int i = length; i > 0; i--)
        {
            var row = logits[-i - 1];
            sum += (row[ids[^i]] - row.logsumexp(0)).item<float>();
            greedy &= row.argmax().item<long>() == ids[^i];
        }

        return new LogLikelihood(sum, greedy);

        long[] Encode(string text)
        {
            string marked = folder.Config.MmUseImStartEnd
                ? text.Replace("<image>", $"{ImageTokens.Start}<image>{ImageTokens.End}", StringComparison.Ordinal)
                : text;
            return Array.ConvertAll(ImagePrompt.Encode(tokenizer, marked), id => (long)id);
        }
    }

    /// <summary>Copies a tower's folder and changes the last byte of its weights.</summary>
    private static void CopyWithOtherNorm(string source, string target)
    {
        foreach (string file in Directory.EnumerateFiles(source))
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        string weights = Path.Combine(target, "model.safetensors");
        byte[] bytes = File.ReadAllBytes(weights);
        bytes[^1] ^= 1;
        File.WriteAllBytes(weights, bytes);
    }
}
