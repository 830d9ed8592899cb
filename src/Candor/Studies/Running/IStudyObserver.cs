using Candor.Studies.Graph;

namespace Candor.Studies.Running;

/// <summary>Is told what happens to a study's steps. Calls come one after another.</summary>
public interface IStudyObserver
{
    /// <summary>A step has another state.</summary>
    /// <param name="step">The step.</param>
    /// <param name="state">Its state.</param>
    /// <param name="reason">Why it failed or waits in vain; empty otherwise.</param>
    void Changed(StudyStep step, StepState state, string reason);

    /// <summary>A running step is so far.</summary>
    void Progressed(StudyStep step, StepProgress progress);

    /// <summary>Something that a user should know.</summary>
    void Noted(string line);
}
