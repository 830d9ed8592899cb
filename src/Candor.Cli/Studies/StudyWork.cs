using Candor.Cli.Evaluation;
using Candor.Cli.Models;
using Candor.Cli.Training;
using Candor.Evaluation.Planning;
using Candor.Evaluation.Protocols;
using Candor.Evaluation.Tasks;
using Candor.Reports;
using Candor.Studies.Graph;
using Candor.Studies.Manifest;
using Candor.Studies.Running;
using Candor.Training.Recipes;

namespace Candor.Cli.Studies;

/// <summary>Does the steps of a study with what the other verbs do them with.</summary>
internal sealed class StudyWork : IStudyWork
{
    /// <inheritdoc />
    public void Run(StudyStep step, StepContext context)
    {
        switch (step.Work)
        {
            case PreparationWork preparation:
                preparation.Run(context);
                break;
            case RowsWork:
                RowsStep.Run(step, context);
                break;
            case TrainingWork training:
                Train(training, context);
                break;
            case EvaluationWork evaluation:
                Evaluate(evaluation, context);
                break;
            case ReportWork:
                ReportWriter.Write(context.Folder, new ReportOptions());
                break;
            case ContentsWork contents:
                Write(contents, context);
                break;
            default:
                throw new NotSupportedException($"step {step.Name}: {step.Work.GetType().Name}");
        }
    }

    private static void Train(TrainingWork work, StepContext context)
    {
        var file = TrainingFile.Write(work);
        var recipe = RecipeReader.Read(file, []);
        TrainingSession.Run(
            recipe,
            context.Note,
            state => context.Report(new StepProgress(state.Done, state.Total, state.Unit, state.Detail)),
            context.Cancellation);
    }

    private static void Evaluate(EvaluationWork work, StepContext context)
    {
        var settings = work.Settings;
        var protocol = ProtocolRegistry.Get(settings.Protocol);
        var pictures = work.Template is { } template ? new PictureSettings(template, work.BlankImages) : null;
        var limits = new DocumentLimits(settings.Limit) { ByTask = settings.Limits };
        var plan = EvaluationPlan.Build(
            TaskRegistry.Resolve(work.Tasks, protocol), protocol, settings.Data.FullPath, limits, settings.FewshotCount, pictures);
        var request = new EvalRequest
        {
            Model = work.Model,
            Options = new ModelOptions
            {
                Name = work.ModelName,
                BaseFolder = work.Base,
                VisionTower = work.VisionTower,
                Dtype = settings.Dtype,
                Threads = settings.Threads,
                BatchSize = settings.BatchSize,
            },
            Tasks = work.Tasks,
            Protocol = protocol.Name,
            Pictures = pictures,
            DataFolder = settings.Data.FullPath,
            OutputFolder = work.Folder,
        };
        EvaluationSession.Run(
            request,
            plan,
            state => context.Report(new StepProgress(state.RequestsDone, state.RequestsTotal, "requests")),
            context.Cancellation,
            context.Note);
    }

    private static void Write(ContentsWork work, StepContext context) => AtomicFile.Write(
        Path.Combine(context.Folder, StudyManifest.FileName),
        output => output.Write(System.Text.Encoding.UTF8.GetBytes(StudyManifestJson.Text(work.Make(context.Gaps)))));
}
