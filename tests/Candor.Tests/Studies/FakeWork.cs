using Candor.Studies.Graph;
using Candor.Studies.Running;

namespace Candor.Tests.Studies;

/// <summary>Writes each step's outputs and remembers the order.</summary>
internal sealed class FakeWork : IStudyWork
{
    public List<string> Ran { get; } = [];

    public Dictionary<string, Action<StepContext>> Instead { get; } = [];

    public void Run(StudyStep step, StepContext context)
    {
        Ran.Add(step.Name);
        if (Instead.TryGetValue(step.Name, out var act))
            act(context);
        foreach (var output in step.Outputs)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(output)!);
            File.WriteAllText(output, step.Name);
        }
    }
}

/// <summary>Remembers the last state of each step.</summary>
internal sealed class FakeObserver : IStudyObserver
{
    public Dictionary<string, (StepState State, string Reason)> States { get; } = [];

    public void Changed(StudyStep step, StepState state, string reason) => States[step.Name] = (state, reason);

    public void Progressed(StudyStep step, StepProgress progress)
    {
    }

    public void Noted(string line)
    {
    }
}
