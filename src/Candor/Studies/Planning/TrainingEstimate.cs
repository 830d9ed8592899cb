using Candor.Checkpoints;
using Candor.Studies.Recipes;
using Candor.Training.Recipes;

namespace Candor.Studies.Planning;

/// <summary>What a training takes, computed from sizes: nothing is loaded.</summary>
/// <param name="size">The base.</param>
/// <param name="training">The training.</param>
/// <param name="machine">Devices and how the work is spread over them.</param>
public sealed class TrainingEstimate(ModelSize size, ResolvedTraining training, MachineRecipe machine)
{
    private const int FloatBytes = sizeof(float);

    /// <summary>A checkpoint's values of a trained parameter: itself and two moments, in fp32.</summary>
    private const int StateBytes = 3 * FloatBytes;

    /// <summary>Rows of logits that exist at once.</summary>
    private const int LossChunk = 512;

    private readonly TrainingRecipe _recipe = training.Recipe;

    /// <summary>Whether pictures are seen.</summary>
    public bool Sees => _recipe.Model.VisionTower is not null;

    /// <summary>Bytes of a value in the type that is computed in.</summary>
    public int ComputeBytes => _recipe.Model.Dtype == TensorDtype.BFloat16 ? 2 : FloatBytes;

    /// <summary>Parameters of the whole model.</summary>
    public long Parameters => size.LanguageParameters + (Sees ? size.TowerParameters + size.ProjectorParameters : 0) + Adapters;

    /// <summary>Parameters that are trained.</summary>
    public long Trained
    {
        get
        {
            var projector = Sees && !_recipe.Model.FreezeProjector ? size.ProjectorParameters : 0;
            if (_recipe.Model.TuneProjectorOnly)
                return projector + (_recipe.Model.UsesStartEnd ? size.VocabularyParameters / (size.Language.TieWordEmbeddings ? 1 : 2) : 0);
            if (_recipe.Lora is null)
                return size.LanguageParameters + projector;
            var growsVocabulary = Sees && (_recipe.Model.UsesStartEnd || _recipe.Model.UsesPatchToken);
            return Adapters + projector + (growsVocabulary ? size.VocabularyParameters : 0);
        }
    }

    /// <summary>Longest row in positions: its text and a picture's patches.</summary>
    public int Length => _recipe.Data.ModelMaxLength + (Sees ? size.Patches : 0);

    private long Adapters => _recipe.Lora is { } lora ? size.AdapterParameters(lora.Rank) : 0;

    /// <summary>Memory of each device.</summary>
    public MemoryEstimate Memory()
    {
        var devices = Math.Max(1, machine.Gpus);
        var state = machine.Sharding == "none" ? 1 : devices;
        var weights = Parameters * ComputeBytes / (machine.Sharding == "zero3" ? devices : 1);
        var masters = ComputeBytes == FloatBytes ? 0 : FloatBytes;
        return new MemoryEstimate(weights, Trained * FloatBytes / state, Trained * (masters + (2 * FloatBytes)) / state, Activations());
    }

    /// <summary>Operations of the whole training: 6 for each parameter of the decoder and each token.</summary>
    /// <param name="tokens">Text tokens of an epoch.</param>
    /// <param name="pictures">Rows with a picture.</param>
    public double Operations(long tokens, long pictures) =>
        6.0 * (size.LanguageParameters + Adapters) * (tokens + (Sees ? pictures * size.Patches : 0)) * _recipe.Optimization.Epochs;

    /// <summary>Bytes on disk: the model at the end, and checkpoints with the optimizer's state (one more while the newest is written).</summary>
    public long Disk(int steps)
    {
        var output = _recipe.Output;
        var saves = output.Strategy == SaveStrategy.No ? 0 : Math.Max(0, (steps - 1) / output.SaveSteps);
        var kept = saves == 0 ? 0 : Math.Min(saves, output.SaveTotalLimit ?? saves) + 1;
        return Model() + (kept * (Model() + (Trained * StateBytes)));
    }

    private long Model()
    {
        var isWhole = !_recipe.Model.TuneProjectorOnly && _recipe.Lora is null;
        // Stage 1 is written in two forms; a whole model holds its tower.
        return isWhole ? Parameters * ComputeBytes : Trained * ComputeBytes * (_recipe.Model.TuneProjectorOnly ? 2 : 1);
    }

    /// <summary>
    /// A layer keeps its input, queries, keys, values, attention's result, the stream behind it, gate and up; with gradient checkpointing
    /// all layers but one keep their input alone. The way back through a layer takes as much again, and a chunk of logits is held once.
    /// </summary>
    private long Activations()
    {
        var config = size.Language;
        long positions = (long)_recipe.Optimization.BatchSize * Length;
        long query = (long)config.NumAttentionHeads * config.HeadDim, keyValue = (long)config.NumKeyValueHeads * config.HeadDim;
        var layer = (2L * config.HiddenSize) + (2 * query) + (2 * keyValue) + (2L * config.IntermediateSize);
        var kept = _recipe.Optimization.GradientCheckpointing
            ? (config.NumHiddenLayers * (long)config.HiddenSize) + layer
            : config.NumHiddenLayers * layer;
        return ((positions * (kept + layer)) + ((long)LossChunk * config.VocabSize)) * ComputeBytes;
    }
}
