using System.CommandLine;
using Candor.Cli.Evaluation;
using Candor.Cli.Terminals;
using Candor.Evaluation.Models;
using Candor.Evaluation.Planning;
using Candor.Evaluation.Protocols;
using Candor.Evaluation.Running;
using Candor.Evaluation.Tasks;

namespace Candor.Cli.Verbs;

/// <summary><c>candor eval</c>: one model, some tasks, one protocol.</summary>
internal static class EvalVerb
{
    /// <summary>The verb with its options.</summary>
    public static Command Create()
    {
        var options = new EvalOptions();
        var command = new VerbCommand(
            "eval",
            "Evaluates a model on benchmarks under a named protocol, and writes lm-eval's result files.",
            "candor eval --model models/vicuna-7b --tasks truthfulqa_mc,ethics_cm --protocol paper2023 --data data",
            resumes: true);
        options.AddTo(command);
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(Terminal.Of(parsed), options.Read(parsed), cancellation)));
        return command;
    }

    private static int Run(Terminal terminal, EvalRequest request, CancellationToken cancellation)
    {
        var protocol = ProtocolRegistry.Get(request.Protocol);
        var plan = EvaluationPlan.Build(
            TaskRegistry.Resolve(request.Tasks, protocol), protocol, request.DataFolder, request.Limit, request.FewshotCount, request.Pictures);
        foreach (var warning in plan.Warnings)
            terminal.ErrorWriter.WriteLine("warning: " + warning);
        if (request.DumpRequests is { } dump)
            OutputFile.Write("--dump-requests", dump, file => RequestsJson.Dump(file, plan));
        if (request.DryRun)
            return PlanView.Show(terminal, plan, PlannedTokens.Count(request, plan), request.AsJson);

        var (outcome, model) = Evaluate(terminal, request, plan, cancellation);
        if (request.AsJson)
            terminal.OutputWriter.WriteLine(outcome.ResultsJson);
        else
            OutcomeView.Show(terminal, outcome, plan, model);
        return ExitCode.Done;
    }

    private static (EvaluationOutcome Outcome, ModelDescription Model) Evaluate(
        Terminal terminal, EvalRequest request, EvaluationPlan plan, CancellationToken cancellation)
    {
        (EvaluationOutcome, ModelDescription)? result = null;
        var stage = plan.Tasks.Count == 1 ? plan.Tasks[0].Name : $"{plan.Tasks.Count} tasks";
        ProgressDisplay.Run(terminal, TimeProvider.System, show => result = EvaluationSession.Run(
            request,
            plan,
            state => show(new WorkProgress(stage, state.RequestsDone, state.RequestsTotal, "requests")),
            cancellation,
            line => terminal.ErrorWriter.WriteLine("note: " + line)));
        return result!.Value;
    }
}
