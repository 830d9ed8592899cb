using Candor.Checkpoints;
using Candor.Training.Recipes;

namespace Candor.Torch.Training.Running;

/// <summary>A training file's options as the engine's.</summary>
internal static class EngineMapping
{
    /// <summary>All of them.</summary>
    /// <param name="recipe">The run.</param>
    /// <param name="growsVocabulary">Whether tokens are added.</param>
    /// <param name="totalSteps">Updates of the run.</param>
    public static EngineOptions Options(TrainingRecipe recipe, bool growsVocabulary, int totalSteps)
    {
        var options = recipe.Optimization;
        return new EngineOptions
        {
            Tuning = Tuning(recipe, growsVocabulary),
            Schedule = Schedule(options.Schedule, totalSteps),
            Optimizer = new AdamWOptions
            {
                Beta1 = options.Beta1,
                Beta2 = options.Beta2,
                Epsilon = options.Epsilon,
                WeightDecay = options.WeightDecay,
                MaxGradNorm = options.MaxGradNorm ?? 0,
            },
            GradientAccumulationSteps = options.AccumulationSteps,
            GradientCheckpointing = options.GradientCheckpointing,
            StepsWithoutTargets = options.StepsOnEmptyBatch,
            Seed = options.Seed,
        };
    }

    /// <summary>Which positions of the tower's hidden state are taken.</summary>
    public static VisionSelectFeature SelectFeature(RecipeModel model) =>
        model.VisionSelectFeature == "cls_patch" ? VisionSelectFeature.ClsPatch : VisionSelectFeature.Patch;

    private static TuningOptions Tuning(TrainingRecipe recipe, bool growsVocabulary) => new()
    {
        Mode = recipe.Model.TuneProjectorOnly ? TuningMode.Projector : recipe.Lora is null ? TuningMode.Full : TuningMode.Lora,
        Lora = recipe.Lora is { } lora
            ? new LoraOptions { Rank = lora.Rank, Alpha = lora.Alpha, Dropout = lora.Dropout }
            : new LoraOptions(),
        UsesStartEnd = recipe.Model.UsesStartEnd,
        HasGrownVocabulary = growsVocabulary,
        FreezesProjector = recipe.Model.FreezeProjector,
    };

    private static LearningRateSchedule Schedule(RecipeSchedule schedule, int totalSteps)
    {
        var warmup = schedule.WarmupSteps > 0 ? schedule.WarmupSteps : (int)Math.Ceiling(totalSteps * schedule.WarmupRatio);
        return schedule.Kind switch
        {
            SchedulerType.Cosine => new(ScheduleKind.Cosine, schedule.LearningRate, warmup, totalSteps),
            SchedulerType.Linear => new(ScheduleKind.Linear, schedule.LearningRate, warmup, totalSteps),
            SchedulerType.ConstantWithWarmup => new(ScheduleKind.Constant, schedule.LearningRate, warmup, totalSteps),
            _ => new(ScheduleKind.Constant, schedule.LearningRate, 0, totalSteps),
        };
    }
}
