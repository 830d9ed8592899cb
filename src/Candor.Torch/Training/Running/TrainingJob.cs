using Candor.Checkpoints;
using Candor.Conversations;
using Candor.Conversations.Labels;
using Candor.Conversations.Templates;
using Candor.Conversations.Vocabulary;
using Candor.Tokenization;
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
        using var checkpoint = CheckpointFolder.Open(recipe.Model.BaseModel.FullPath);
        var tower = OpenTower(recipe);
        try
        {
            var tokens = PlanTokens(recipe, note);
            var encoder = new RowEncoder(tokens.Tokenizer, EncoderSettings(recipe, tokens));
            var reader = tower is null ? null : new PictureReader(recipe.Data, tower.Preprocessor);
            var (rows, summary) = TrainingRows.Read(recipe.Data, encoder, reader, note, pictures, cancellation);
            var plan = Plan(recipe.Optimization, rows.Count);
            var identity = RunInputs.Identify(recipe, checkpoint);
            return new TrainingJob(
                Assemble(recipe, checkpoint, tower, tokens, encoder, reader, rows, plan),
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

    private static AddedTokenPlan PlanTokens(TrainingRecipe recipe, Action<string> note)
    {
        var folder = recipe.Model.BaseModel.FullPath;
        if (TokenizerLoader.Load(folder) is not IExtendableTokenizer tokenizer)
            throw new InputException($"{folder}: expected a tokenizer.model, as training adds tokens to it, found another tokenizer");
        var version = TrainingVersion.Parse(recipe.Model.Version);
        if (version.IsFallback)
            note($"version {version.Name} is not a template; as in the reference, vicuna_v1 takes its place");
        var sees = recipe.Model.VisionTower is not null;
        return AddedTokenPlan.Create(tokenizer, version, sees && recipe.Model.UsesPatchToken, sees && recipe.Model.UsesStartEnd);
    }

    private static RowEncoderSettings EncoderSettings(TrainingRecipe recipe, AddedTokenPlan tokens) => new()
    {
        Template = TrainingVersion.Parse(recipe.Model.Version).Template,
        PadId = tokens.PadId,
        ModelMaxLength = recipe.Data.ModelMaxLength,
        UsesStartEnd = recipe.Model.UsesStartEnd,
        IsMultimodal = recipe.Model.VisionTower is not null,
    };

    private static BatchPlan Plan(RecipeOptimization options, int rows) =>
        new(rows, options.BatchSize, options.AccumulationSteps, options.Epochs, options.MaxSteps, options.Seed);

    private static EngineTrainer Assemble(
        TrainingRecipe recipe,
        CheckpointFolder checkpoint,
        ClipVisionFolder? tower,
        AddedTokenPlan tokens,
        RowEncoder encoder,
        PictureReader? pictures,
        IReadOnlyList<ConversationRow> rows,
        BatchPlan plan)
    {
        var options = EngineMapping.Options(recipe, tokens.Rows.Count > 0, plan.TotalSteps);
        using var pretrained = recipe.Model.PretrainedProjector is { } projector ? WeightSource.Open(projector.FullPath) : null;
        using var initial = recipe.Model.InitialTensors is { } tensors ? SafetensorsFile.Open(tensors.FullPath) : null;
        var (model, trained) = TrainingAssembly.Create(new TrainingParts
        {
            Config = checkpoint.Config,
            Weights = checkpoint,
            Dtype = recipe.Model.Dtype == TensorDtype.BFloat16 ? ComputeDtype.BFloat16 : ComputeDtype.Float32,
            Tuning = options.Tuning,
            AddedRows = tokens.Rows,
            Tower = tower,
            SelectLayer = recipe.Model.VisionSelectLayer,
            SelectFeature = recipe.Model.VisionSelectFeature == "cls_patch" ? VisionSelectFeature.ClsPatch : VisionSelectFeature.Patch,
            Pretrained = pretrained,
            InitialTensors = initial,
            Seed = recipe.Optimization.Seed,
        });
        var collator = new Collator(tokens.PadId, recipe.Data.ModelMaxLength);
        var batches = new RowBatches(rows, encoder, collator, pictures is null ? null : pictures.Read, tower?.Config.ImageSize ?? 0);
        var tuned = new TunedModel { Recipe = recipe, Model = model, Trained = trained, Tokens = tokens, Tower = tower };
        return new EngineTrainer(tuned, new TrainingEngine(model, trained, options), batches, rows);
    }
}
