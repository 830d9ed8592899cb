namespace Candor.Training.Recipes;

/// <summary>How the learning rate runs over the updates.</summary>
/// <param name="Kind"><c>lr_scheduler_type</c>.</param>
/// <param name="LearningRate"><c>learning_rate</c>: the highest.</param>
/// <param name="WarmupRatio"><c>warmup_ratio</c>: the part of all updates over which it rises from 0.</param>
/// <param name="WarmupSteps"><c>warmup_steps</c>: the number of them, in place of the ratio where it is above 0.</param>
public sealed record RecipeSchedule(SchedulerType Kind, double LearningRate, double WarmupRatio, int WarmupSteps);
