using Candor.Checkpoints;
using Candor.Torch.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Candor.Torch.Training;

/// <summary>
/// The parameters that a run trains, in the model's order. The one place where the stages differ: everything after it is the same code.
/// </summary>
public sealed class TrainableSet : IDisposable
{
    private readonly Dictionary<Parameter, TrainableParameter> byWeight = new(ReferenceEqualityComparer.Instance);
    private readonly List<TrainableParameter> parameters = [];

    private TrainableSet()
    {
    }

    /// <summary>All of them, in the model's order.</summary>
    public IReadOnlyList<TrainableParameter> Parameters => parameters;

    /// <summary>Number of values that are trained.</summary>
    public long Count => parameters.Sum(parameter => parameter.Master.numel());

    /// <summary>Chooses and marks what is trained; adapters are already attached (<see cref="LoraInjection"/>).</summary>
    public static TrainableSet Create(Llava model, TuningOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        var set = new TrainableSet();
        var language = model.Language;
        var isFull = options.Mode == TuningMode.Full;
        var growsVocabulary = options is { Mode: TuningMode.Lora, HasGrownVocabulary: true };
        if (isFull || growsVocabulary || options.DetachesText)
            set.Add(LlamaTensors.Embedding, language.model.embed_tokens);
        foreach (var (index, layer) in language.model.layers.Index())
            set.AddLayer($"model.layers.{index}.", layer, options.Mode);
        if (isFull)
            set.Add("model.norm.weight", language.model.norm.weight);
        if (model.Vision is { } vision && !options.FreezesProjector)
        {
            set.Add(LlavaTensors.ProjectorWeight, vision.Projector.weight);
            set.Add(LlavaTensors.ProjectorBias, vision.Projector.bias!);
        }

        if ((isFull || growsVocabulary) && !language.Config.TieWordEmbeddings)
            set.Add(LlamaTensors.Head, language.lm_head.weight);
        return set;
    }

    /// <summary>What training keeps of a parameter of the model; null where it is frozen.</summary>
    public TrainableParameter? Find(Parameter? weight) => weight is null ? null : byWeight.GetValueOrDefault(weight);

    /// <summary>Puts full-precision values from a checkpoint into the masters of a model that was loaded in fewer bits.</summary>
    /// <param name="source">Tensors under the parameters' names; others stay as they are.</param>
    public void ReadMasters(ITensorSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var reader = new Weights.WeightReader(source, ScalarType.Float32);
        foreach (var parameter in parameters.Where(parameter => parameter.HasMaster))
        {
            if (!source.Tensors.TryGetValue(parameter.Name, out var entry))
                continue;
            // Rows that were added to the vocabulary follow those that are stored.
            using var stored = parameter.Master.narrow(0, 0, Math.Min(entry.Shape[0], parameter.Master.shape[0]));
            reader.ReadInto(parameter.Name, stored);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var parameter in parameters)
            parameter.Dispose();
    }

    private void AddLayer(string prefix, Modules.DecoderLayer layer, TuningMode mode)
    {
        if (mode == TuningMode.Full)
        {
            foreach (var (name, parameter) in layer.named_parameters())
                Add(prefix + name, parameter);
        }
        else if (mode == TuningMode.Lora)
        {
            foreach (var (name, projection) in layer.Projections.Where(pair => pair.Projection.Adapter is not null))
            {
                Add($"{prefix}{name}.lora_A.weight", projection.Adapter!.lora_A);
                Add($"{prefix}{name}.lora_B.weight", projection.Adapter.lora_B);
            }
        }
    }

    private void Add(string name, Parameter weight)
    {
        var parameter = new TrainableParameter(name, weight);
        parameters.Add(parameter);
        byWeight.Add(weight, parameter);
    }
}
