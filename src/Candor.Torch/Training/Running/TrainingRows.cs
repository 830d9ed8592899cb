using Candor.Conversations;
using Candor.Conversations.Auditing;
using Candor.Conversations.Labels;
using Candor.Conversations.Reading;
using Candor.Training.Logs;
using Candor.Training.Recipes;

namespace Candor.Torch.Training.Running;

/// <summary>The rows of a run, looked at before it starts: form, pictures, labels.</summary>
internal static class TrainingRows
{
    /// <summary>Reads and checks them.</summary>
    /// <param name="data">Where they are.</param>
    /// <param name="encoder">Makes their labels.</param>
    /// <param name="pictures">Reads their pictures; null in a run without vision tower.</param>
    /// <param name="note">Told what is left out, cut or odd.</param>
    /// <param name="progress">Told of pictures looked at and their number.</param>
    /// <param name="cancellation">Checked between rows and pictures.</param>
    /// <returns>The rows to train on, and what became of all of them.</returns>
    /// <exception cref="InputException">A row or picture is broken, or too many rows would train nothing.</exception>
    public static (IReadOnlyList<ConversationRow> Rows, RowSummary Summary) Read(
        RecipeData data,
        RowEncoder encoder,
        PictureReader? pictures,
        Action<string> note,
        Action<int, int>? progress,
        CancellationToken cancellation)
    {
        var checker = new RowChecker();
        IReadOnlyList<ConversationRow> all = [.. checker.Require(LlavaRowFile.Read(data.Data.FullPath))];
        if (all.Count == 0)
            throw new InputException($"{data.Data.FullPath}: expected rows to train on, found none");
        var images = pictures is null
            ? new ImageAuditReport(all, new FindingTally())
            : ImageAudit.Run(all, data.ImageFolder!.FullPath, data.OnBadImage, pictures.FindProblem, progress, cancellation);
        if (images.Rows.Count == 0)
            throw new InputException($"{data.Data.FullPath}: expected a row with a readable picture, found none: {images.Bad}");
        var audit = RowAudit.Run(images.Rows, encoder, cancellation: cancellation);
        audit.ThrowIfTooMuch();
        var summary = new RowSummary
        {
            DataPath = data.Data.Text,
            ModelMaxLength = data.ModelMaxLength,
            Rows = all.Count,
            RowsWithImage = pictures is null ? 0 : images.Rows.Count(row => row.Image is not null),
            Skipped = images.Bad,
            Trained = audit,
            Notes = checker.Notes,
        };
        Tell(summary, note);
        return (images.Rows, summary);
    }

    private static void Tell(RowSummary summary, Action<string> note)
    {
        foreach (var (what, tally) in summary.Notes.ByWhat)
            note($"rows: {what}: {tally}");
        if (summary.Skipped.Count > 0)
            note($"rows left out because of their pictures (on_bad_image: skip): {summary.Skipped}");
        var trained = summary.Trained;
        if (trained.WithoutTargets.Count > 0)
            note($"rows without targets: {trained.WithoutTargets}");
        if (trained.Cut.Count > 0)
            note($"rows cut at model_max_length {summary.ModelMaxLength}: {trained.Cut}");
        note($"{trained.Rows} rows, {trained.Tokens} tokens, {trained.Targets} of them targets");
    }
}
