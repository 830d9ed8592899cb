using Candor.Studies.Graph;
using Candor.TestSupport;

namespace Candor.Tests.Studies;

/// <summary>Steps without a study.</summary>
internal static class TestSteps
{
    public static StudyStep Step(TemporaryFolder folder, string name, string setting = "", params string[] upstream) => new()
    {
        Name = name,
        Kind = StepKind.Preparation,
        Settings = new Dictionary<string, string> { ["setting"] = setting },
        Inputs = [.. upstream.Select(step => new UpstreamInput(step, step))],
        Outputs = [folder.File("out", name)],
        Work = new ReportWork(),
    };

    public static StudyStep Reading(this StudyStep step, string file) => step with { Inputs = [.. step.Inputs, new FileInput("file", file)] };
}
