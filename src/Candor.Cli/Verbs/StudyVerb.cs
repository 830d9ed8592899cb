using System.CommandLine;

namespace Candor.Cli.Verbs;

/// <summary><c>candor study</c>: whole studies as graphs of steps.</summary>
internal static class StudyVerb
{
    /// <summary>The verb with its parts.</summary>
    public static Command Create() =>
        new VerbCommand(
            "study",
            "Runs whole studies: bases, tuned variants, evaluations, their comparison and its report.",
            "candor study run studies/first-light.yaml")
        {
            StudyRunVerb.Create(),
            StudyPlanVerb.Create(),
            StudyStatusVerb.Create(),
            StudyListVerb.Create(),
            StudySchemaVerb.Create(),
        };
}
