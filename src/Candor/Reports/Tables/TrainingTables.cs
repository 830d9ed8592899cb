using Candor.Reports.Facts;

namespace Candor.Reports.Tables;

/// <summary>The trainings and their losses.</summary>
internal static class TrainingTables
{
    public static ReportTable Trainings(StudyFacts facts) => new()
    {
        Name = "trainings",
        Caption = "Trainings",
        Columns =
        [
            new("arm", "model") { IsRowHeader = true },
            new("updates", "updates") { IsNumber = true },
            new("epochs", "epochs") { IsNumber = true },
            new("first_loss", "first loss") { IsNumber = true },
            new("last_loss", "last loss") { IsNumber = true },
            new("rows", "rows") { IsNumber = true },
            new("tokens", "tokens") { IsNumber = true },
            new("targets", "trained tokens") { IsNumber = true },
            new("log", "log"),
        ],
        Rows =
        [
            .. facts.Trainings.Select(training => (IReadOnlyList<ReportCell>)
            [
                training.Label,
                ReportCell.Whole(training.State.GlobalStep),
                ReportCell.Number(training.State.Epoch),
                ReportCell.Number(training.State.LogHistory is [var first, ..] ? first.Loss : null),
                ReportCell.Number(training.State.LogHistory is [.., var last] ? last.Loss : null),
                ReportCell.Whole(training.Rows?.RowsTrained),
                ReportCell.Whole(training.Rows?.Tokens),
                ReportCell.Whole(training.Rows?.Targets),
                training.File,
            ]),
        ],
    };

    public static ReportTable LossCurves(StudyFacts facts) => new()
    {
        Name = "loss_curves",
        Caption = "Loss of every update",
        Columns =
        [
            new("arm", "model") { IsRowHeader = true },
            new("step", "update") { IsNumber = true },
            new("epoch", "epoch") { IsNumber = true },
            new("loss", "loss") { IsNumber = true },
            new("learning_rate", "learning rate") { IsNumber = true },
            new("grad_norm", "gradient norm") { IsNumber = true },
        ],
        Rows =
        [
            .. facts.Trainings.SelectMany(training => training.State.LogHistory.Select(entry => (IReadOnlyList<ReportCell>)
            [
                training.Label,
                ReportCell.Whole(entry.Step),
                ReportCell.Number(entry.Epoch),
                ReportCell.Number(entry.Loss),
                ReportCell.Number(entry.LearningRate),
                ReportCell.Number(entry.GradNorm),
            ])),
        ],
    };
}
