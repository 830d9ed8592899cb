using System.CommandLine;
using Candor.Cli.Terminals;
using Candor.Studies.Recipes;

namespace Candor.Cli.Verbs;

/// <summary><c>candor study schema</c>: what editors complete study files with.</summary>
internal static class StudySchemaVerb
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        var command = new VerbCommand(
            "schema", "Prints the JSON Schema of study files, for editors.", "candor study schema > schemas/study.schema.json");
        command.SetAction((parsed, _) =>
        {
            Terminal.Of(parsed).OutputWriter.Write(StudySchema.Text());
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }
}
