namespace Candor.Torch.Training;

/// <summary>How the learning rate goes over a run, by the names of <c>lr_scheduler_type</c>.</summary>
public enum ScheduleKind
{
    /// <summary><c>cosine</c>: half a cosine down to zero.</summary>
    Cosine,

    /// <summary><c>linear</c>: a straight line down to zero.</summary>
    Linear,

    /// <summary><c>constant</c> and <c>constant_with_warmup</c>: no change after the warm-up.</summary>
    Constant,
}

/// <summary>The learning rate of every update, as <c>get_scheduler</c> of transformers gives it.</summary>
/// <param name="Kind">Its course after the warm-up.</param>
/// <param name="Peak"><c>learning_rate</c>.</param>
/// <param name="WarmupSteps">Updates over which it rises from zero.</param>
/// <param name="TotalSteps">Updates of the whole run.</param>
public sealed record LearningRateSchedule(ScheduleKind Kind, double Peak, int WarmupSteps, int TotalSteps)
{
    /// <summary>The rate that update number <paramref name="step"/> uses, from 0; the first of a run with warm-up uses 0.</summary>
    public double Rate(int step) => Peak * Factor(step);

    private double Factor(int step)
    {
        if (step < WarmupSteps)
            return (double)step / Math.Max(1, WarmupSteps);
        double remaining = Math.Max(1, TotalSteps - WarmupSteps);
        return Kind switch
        {
            ScheduleKind.Cosine => Math.Max(0, 0.5 * (1 + Math.Cos(Math.PI * ((step - WarmupSteps) / remaining)))),
            ScheduleKind.Linear => Math.Max(0, (TotalSteps - step) / remaining),
            _ => 1,
        };
    }
}
