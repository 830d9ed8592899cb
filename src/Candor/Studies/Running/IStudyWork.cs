using Candor.Studies.Graph;

namespace Candor.Studies.Running;

/// <summary>Does what steps ask for. The graph and its executor know nothing of how.</summary>
public interface IStudyWork
{
    /// <summary>
    /// Does a step. What an earlier attempt with the same key left in its outputs may be continued; anything else there is gone.
    /// </summary>
    /// <param name="step">The step.</param>
    /// <param name="context">What it may need.</param>
    /// <exception cref="OperationCanceledException">Stopped; what was done so far is saved.</exception>
    void Run(StudyStep step, StepContext context);
}
