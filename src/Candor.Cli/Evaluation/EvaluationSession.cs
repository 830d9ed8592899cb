using Candor.Cli.Models;
using Candor.Evaluation.Models;
using Candor.Evaluation.Planning;
using Candor.Evaluation.Running;

namespace Candor.Cli.Evaluation;

/// <summary>Asks a model what a plan contains.</summary>
internal static class EvaluationSession
{
    /// <summary>Runs to the end, or goes on where an earlier run stopped.</summary>
    /// <param name="request">Model and output folder.</param>
    /// <param name="plan">What to ask.</param>
    /// <param name="report">Told after every answer.</param>
    /// <param name="cancellation">Stops between forward passes.</param>
    /// <param name="note">Told what a user should know about the model.</param>
    /// <returns>What came out, and who answered.</returns>
    public static (EvaluationOutcome Outcome, ModelDescription Model) Run(
        EvalRequest request, EvaluationPlan plan, Action<EvaluationProgress> report, CancellationToken cancellation, Action<string>? note = null)
    {
        using var model = ModelSource.Open(request.Model, plan.Protocol.Encoding, request.Options, plan.HasPictures, note ?? (_ => { }));
        var settings = new EvaluationSettings
        {
            OutputFolder = request.OutputFolder,
            ModelSource = ModelSource.Kind(request.Model),
            Device = request.Options.Device,
            BatchSize = request.Options.BatchSizeText,
            PackageVersions = PackageVersions.Loaded(),
        };
        return (new EvaluationRunner(model, settings, TimeProvider.System).Run(plan, report, cancellation), model.Description);
    }
}
