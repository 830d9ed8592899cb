using Candor.Conversations;
using Candor.Conversations.Auditing;
using Candor.Conversations.Labels;
using Candor.Conversations.Reading;
using Candor.Training.Recipes;

namespace Candor.Torch.Training.Running;

/// <summary>The rows of a run, looked at before it starts: form, pictures, labels.</summary>
internal static class TrainingRows
{
    /// <summary>Reads and checks them.</summary>
    /// <exception cref="InputException">A row or picture is broken, or too many rows would train nothing.</exception>
    public static IReadOnlyList<ConversationRow> Read(
        TrainingRecipe recipe, RowEncoder encoder, Action<string> note, CancellationToken cancellation)
    {
        IReadOnlyList<ConversationRow> rows = [.. new RowChecker().Require(LlavaRowFile.Read(recipe.Data.Data.FullPath))];
        if (rows.Count == 0)
            throw new InputException($"{recipe.Data.Data.FullPath}: expected rows to train on, found none");
        if (recipe.Model.VisionTower is not null)
            rows = WithPictures(recipe.Data, rows, note, cancellation);

        var report = RowAudit.Run(rows, encoder, cancellation: cancellation);
        report.ThrowIfTooMuch();
        if (report.WithoutTargets.Count > 0)
            note($"rows without targets: {report.WithoutTargets}");
        if (report.Cut.Count > 0)
            note($"rows cut at model_max_length {recipe.Data.ModelMaxLength}: {report.Cut}");
        note($"{report.Rows} rows, {report.Tokens} tokens, {report.Targets} of them targets");
        return rows;
    }

    private static IReadOnlyList<ConversationRow> WithPictures(
        RecipeData data, IReadOnlyList<ConversationRow> rows, Action<string> note, CancellationToken cancellation)
    {
        var report = ImageAudit.Run(rows, data.ImageFolder!.FullPath, data.OnBadImage, cancellation: cancellation);
        if (report.Bad.Count > 0)
            note($"rows left out because of their pictures (on_bad_image: skip): {report.Bad}");
        return report.Rows.Count > 0
            ? report.Rows
            : throw new InputException($"{data.Data.FullPath}: expected a row with a readable picture, found none");
    }
}
