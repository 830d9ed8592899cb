using Candor.Evaluation.Metrics;
using Candor.Studies.Manifest;
using Candor.Training.Logs;

namespace Candor.Reports.Facts;

/// <summary>Computes what a report says from the logs of a study's folder, and from nothing else.</summary>
public static class StudyFactsReader
{
    /// <summary>Reads a study.</summary>
    /// <param name="study">The folder with <c>study.json</c>.</param>
    /// <param name="options">What goes into the report.</param>
    /// <exception cref="InputException">There is no <c>study.json</c>, or it is damaged.</exception>
    public static StudyFacts Read(string study, ReportOptions options)
    {
        var manifest = StudyManifestJson.Read(study);
        var gaps = manifest.Gaps.ToList();
        var logs = Evaluations(study, manifest, gaps).ToList();
        var scores = logs.SelectMany(Scores).ToList();
        var (pairs, family) = new PairReader(manifest, logs, scores, options.Comparison, gaps).Read();
        var trainings = Trainings(study, manifest, gaps).ToList();
        return new StudyFacts
        {
            Manifest = manifest,
            Options = options,
            Evaluations = logs,
            Scores = scores,
            Pairs = pairs,
            Family = family,
            Trainings = trainings,
            Changed = new ChangedDocumentReader(options).Read(pairs),
            Losses = [.. LossCollector.Collect(manifest, trainings, logs, pairs, family.Warnings)],
            Paper = [.. new PaperComparer(manifest, logs).Compare()],
            Gaps = gaps,
        };
    }

    private static IEnumerable<EvaluationLog> Evaluations(string study, StudyManifest manifest, List<StudyGap> gaps)
    {
        var reader = new EvaluationLogReader(study);
        foreach (var arm in manifest.Arms)
        {
            foreach (var replicate in arm.Replicates)
            {
                foreach (var (folder, isBlank) in new[] { (replicate.Evaluation, false), (replicate.BlankEvaluation, true) })
                {
                    if (folder is not null && Try(folder, gaps, study, () => reader.Read(arm.Name, replicate.Seed, folder, isBlank)) is { } log)
                        yield return log;
                }
            }
        }
    }

    /// <summary>A figure over groups has no answers of its own: its task's documents have.</summary>
    private static IEnumerable<ScoreFact> Scores(EvaluationLog log)
    {
        var given = log.Scores.Where(card => card.AnswerShares.Count > 0).DistinctBy(card => card.Task)
            .ToDictionary(card => card.Task, card => AnswersGiven.Of(SampleRows.Read(log, card.Task, card.Metric)));
        return log.Scores.Select(card => new ScoreFact
        {
            Log = log,
            Card = card,
            TopAnswer = given.GetValueOrDefault(card.Task) is { } answers ? new AnswerShare(answers.TopAnswer, answers.TopShare) : null,
            ChoiceLists = given.GetValueOrDefault(card.Task)?.Lists ?? 1,
            BalancedAccuracy = card.AnswerShares.Count > 0 ? given[card.Task]?.BalancedAccuracy : null,
        });
    }

    private static IEnumerable<TrainingFacts> Trainings(string study, StudyManifest manifest, List<StudyGap> gaps)
    {
        foreach (var arm in manifest.Arms)
        {
            foreach (var replicate in arm.Replicates)
            {
                if (replicate.Training is { } folder && Try(folder, gaps, study, () => Training(study, arm, replicate, folder)) is { } facts)
                    yield return facts;
            }
        }
    }

    private static TrainingFacts Training(string study, StudyArm arm, StudyReplicate replicate, string folder)
    {
        var path = Path.Combine(study, folder);
        return new TrainingFacts(
            arm.Name, replicate.Seed, $"{folder}/{TrainerState.FileName}", TrainerStateJson.Read(path), TrainingSettings.Find(path), RowLog.Find(path));
    }

    /// <summary>A log that is missing or damaged is a gap that the report shows, not the end of it.</summary>
    private static T? Try<T>(string folder, List<StudyGap> gaps, string study, Func<T> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (InputException problem)
        {
            // No path of this machine gets into a report.
            var root = Path.GetFullPath(study);
            gaps.Add(new StudyGap(folder, problem.Message
                .Replace(root + Path.DirectorySeparatorChar, "", StringComparison.Ordinal)
                .Replace(Path.Combine(study, ""), "", StringComparison.Ordinal)));
            return null;
        }
    }
}
