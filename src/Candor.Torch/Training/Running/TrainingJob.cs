using Candor.Checkpoints;
using Candor.Conversations.Labels;
using Candor.Conversations.Templates;
using Candor.Conversations.Vocabulary;
using Candor.Torch.Weights;
using Candor.Training;
using Candor.Training.Recipes;
using Candor.Training.Runs;

namespace Candor.Torch.Training.Running;

/// <summary>A training file made ready: rows checked, model assembled, optimizer waiting for its first update.</summary>
public sealed class TrainingJob : IDisposable
{
    private readonly EngineTrainer _trainer;

    private TrainingJob(EngineTrainer trainer, RunSettings settings) => (_trainer, Settings) = (trainer, settings);

    /// <summary>What the run is.</summary>
    public RunSettings Settings { get; }

    /// <summary>Makes the updates.</summary>
    public ITrainer Trainer => _trainer;

    /// <summary>Reads rows and model.</summary>
    /// <param name="recipe">The run.</param>
    /// <param name="note">Told what a user should know: rows cut or left out, options without effect.</param>
    /// <param name="cancellation">Checked between rows.</param>
    /// <param name="pictures">Told of the pictures looked at and their number.</param>
    /// <exception cref="InputException">Rows, pictures, tokenizer or weights are broken, or do not fit each other.</exception>
    public static TrainingJob Open(
        TrainingRecipe recipe, Action<string> note, CancellationToken cancellation, Action<int, int>? pictures = null)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(note);
        using var model = BaseModel.Open(recipe.Model);
        var tower = OpenTower(recipe);
        try
        {
            var version = TrainingVersion.Parse(recipe.Model.Version);
            var tokens = PlanTokens(recipe, model, version, note);
            var encoder = new RowEncoder(tokens.Tokenizer, EncoderSettings(recipe, version, tokens));
            var reader = tower is null ? null : new PictureReader(recipe.Data, tower.Preprocessor);
            var (rows, summary) = TrainingRows.Read(recipe.Data, encoder, reader, note, pictures, cancellation);
            var plan = Plan(recipe.Optimization, rows.Count);
            var identity = RunInputs.Identify(recipe, model);
            var collator = new Collator(tokens.PadId, recipe.Data.ModelMaxLength, version.MasksGenuinePadding);
            var batches = new RowBatches(rows, encoder, collator, reader is null ? null : reader.Read, tower?.Config.ImageSize ?? 0);
            var options = EngineMapping.Options(recipe, tokens.Rows.Count > 0, plan.TotalSteps);
            var tuned = Assemble(recipe, model, tower, tokens, options.Tuning);
            return new TrainingJob(
                new EngineTrainer(tuned, new TrainingEngine(tuned.Model, tuned.Trained, options), batches, rows),
                new RunSettings { Output = recipe.Output, Rows = summary, Plan = plan, Identity = identity });
        }
        catch
        {
            tower?.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public void Dispose() => _trainer.Dispose();

    private static ClipVisionFolder? OpenTower(TrainingRecipe recipe)
    {
        if (recipe.Model.VisionTower is not { } tower)
            return null;
        return ClipVisionFolder.Open(VisionTowerFinder.Find(tower.Text, tower.Folder, recipe.Model.BaseModel.FullPath));
    }

    private static AddedTokenPlan PlanTokens(TrainingRecipe recipe, BaseModel model, TrainingVersion version, Action<string> note)
    {
        if (version.IsFallback)
            note($"version {version.Name} is not a template; as in the reference, vicuna_v1 takes its place");
        model.TellDifferences(recipe.Model, version.Template, note);
        var sees = recipe.Model.VisionTower is not null;
        var tokenizer = model.LoadTokenizer();
        var plan = AddedTokenPlan.Create(tokenizer, version, sees && recipe.Model.UsesPatchToken, sees && recipe.Model.UsesStartEnd);
        if (plan.Rows.Count > 0 && Checkpoint.IsGguf(model.FullPath))
            throw new InputException($"{model.FullPath}: version {version.Name}: expected a folder, as tokens are added (candor convert makes one of a .gguf file)");
        // A new row must be the one of its token's id.
        if (plan.Rows.Count > 0 && tokenizer.VocabularySize != model.Config.VocabSize)
        {
            throw new InputException(
                $"{model.FullPath}: expected a tokenizer of {model.Config.VocabSize} tokens, as the model has so many rows and tokens are added, "
                + $"found one of {tokenizer.VocabularySize}");
        }

        return plan;
    }

    private static RowEncoderSettings EncoderSettings(TrainingRecipe recipe, TrainingVersion version, AddedTokenPlan tokens) => new()
    {
        Template = version.Template,
        PadId = tokens.PadId,
        ModelMaxLength = recipe.Data.ModelMaxLength,
        UsesStartEnd = recipe.Model.UsesStartEnd,
        IsMultimodal = recipe.Model.VisionTower is not null,
    };

    private static BatchPlan Plan(RecipeOptimization options, int rows) =>
        new(rows, options.BatchSize, options.AccumulationSteps, options.Epochs, options.MaxSteps, options.Seed);

    private static TunedModel Assemble(
        TrainingRecipe recipe, BaseModel model, ClipVisionFolder? tower, AddedTokenPlan tokens, TuningOptions tuning)
    {
        using var pretrained = recipe.Model.PretrainedProjector is { } projector ? WeightSource.Open(projector.FullPath) : null;
        using var initial = recipe.Model.InitialTensors is { } tensors ? SafetensorsFile.Open(tensors.FullPath) : null;
        var (llava, trained) = TrainingAssembly.Create(new TrainingParts
        {
            Config = model.Config,
            Weights = model.Weights,
            Dtype = recipe.Model.Dtype == TensorDtype.BFloat16 ? ComputeDtype.BFloat16 : ComputeDtype.Float32,
            Tuning = tuning,
            AddedRows = tokens.Rows,
            Tower = tower,
            SelectLayer = recipe.Model.VisionSelectLayer,
            SelectFeature = EngineMapping.SelectFeature(recipe.Model),
            Projector = model.Llava?.Projector,
            Pretrained = pretrained,
            InitialTensors = initial,
            Seed = recipe.Optimization.Seed,
        });
        return new TunedModel { Recipe = recipe, Model = llava, Trained = trained, Tokens = tokens, Tower = tower };
    }
}
