using System.Text;
using Candor.Evaluation.Models;
using Candor.Evaluation.Planning;
using Candor.Evaluation.Results;

namespace Candor.Evaluation.Running;

/// <summary>
/// Asks a model everything a plan contains, and writes what came of it. The requests of all tasks go to the model together, equal ones
/// once, so that prefixes are shared across tasks; every answer is journalled as it comes, so that a stopped evaluation goes on where it
/// was and writes the same files.
/// </summary>
/// <param name="model">Who answers.</param>
/// <param name="settings">Where logs go and what they say.</param>
/// <param name="clock">The time in logs.</param>
public sealed class EvaluationRunner(ILanguageModel model, EvaluationSettings settings, TimeProvider clock)
{
    /// <summary>Runs an evaluation, or continues one.</summary>
    /// <param name="plan">What to ask.</param>
    /// <param name="progress">Told after every answer, on the thread that computes.</param>
    /// <param name="cancellation">Stops between forward passes; what was answered is in the journal.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="InputException">The output folder or its journal cannot be used.</exception>
    public EvaluationOutcome Run(EvaluationPlan plan, Action<EvaluationProgress>? progress = null, CancellationToken cancellation = default)
    {
        var started = clock.GetUtcNow();
        var stamp = clock.GetTimestamp();
        var folder = settings.OutputFolder is { } output ? RunFolder.Open(output, model.Description.Name) : null;
        using var journal = folder is null ? null : Journal.Open(folder.JournalPath);
        folder?.ClearUnfinished();

        var answering = new Answering(model, model.Prepare([.. plan.Requests()]), plan.Protocol.Name, journal);
        answering.Run(progress, cancellation);
        var facts = Facts(plan, answering, started) with { Finished = clock.GetLocalNow(), Elapsed = clock.GetElapsedTime(stamp) };
        var results = folder?.Write(facts);
        journal?.Close(answering.Keys);
        return Outcome(facts, answering, results);
    }

    private RunFacts Facts(EvaluationPlan plan, Answering answering, DateTimeOffset started)
    {
        var answers = answering.Answers().GetEnumerator();
        var tasks = plan.Tasks.Select(task => new TaskOutcome(task, answers)).ToList();
        var tokens = TokenCounts.Of(answering.Requests);
        return new RunFacts
        {
            Plan = plan,
            Settings = settings,
            Model = model.Description,
            Tasks = tasks,
            Tokens = tokens,
            Totals = answering.Totals,
            Warnings = [.. plan.Warnings, .. RunWarnings.Of(tasks, tokens)],
            Started = started,
            Finished = started,
            Elapsed = TimeSpan.Zero,
        };
    }

    private static EvaluationOutcome Outcome(RunFacts facts, Answering answering, string? results)
    {
        using var json = new MemoryStream();
        ResultsJson.Write(json, facts);
        return new EvaluationOutcome
        {
            Tasks = facts.Tasks,
            ResultsJson = Encoding.UTF8.GetString(json.GetBuffer().AsSpan(0, (int)json.Length)),
            ResultsPath = results,
            Totals = facts.Totals,
            Tokens = facts.Tokens,
            RequestsFromJournal = answering.FromJournal,
            Warnings = facts.Warnings,
        };
    }
}
