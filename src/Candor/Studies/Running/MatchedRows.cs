using Candor.Conversations.Labels;
using Candor.Conversations.Reading;
using Candor.Conversations.Templates;
using Candor.Conversations.Vocabulary;
using Candor.Studies.Graph;
using Candor.Tokenization;
using Candor.Training;
using Candor.Training.Recipes;

namespace Candor.Studies.Running;

/// <summary>
/// Cuts a set of rows to as many supervised tokens (positions that carry loss) as the smallest of its group has, so that data types are
/// compared by kind, not by amount. Rows are drawn at random until the next would be one too many, and keep the file's order.
/// </summary>
internal static class MatchedRows
{
    private const int Seed = 42;

    /// <summary>Writes the set.</summary>
    public static void Write(RowsWork work, CancellationToken cancellation)
    {
        var encoder = Encoder(work.Training!.Recipe);
        var targets = Count(work.Source, encoder, cancellation);
        var goal = work.Others.Select(path => Count(path, encoder, cancellation).Sum(count => (long)count))
            .Append(targets.Sum(count => (long)count)).Min();
        var kept = Choose(targets, goal);
        LlavaRowWriter.Write(
            work.Target, LlavaRowFile.Read(work.Source).Where((_, index) => kept.Contains(index)), requiresRows: true);
    }

    /// <summary>Numbers of the rows that are kept.</summary>
    /// <param name="targets">Supervised tokens of each row.</param>
    /// <param name="goal">Their sum at most.</param>
    internal static HashSet<int> Choose(IReadOnlyList<int> targets, long goal)
    {
        var kept = new HashSet<int>();
        foreach (var row in EpochOrder.Of(Seed, 0, targets.Count))
        {
            if (targets[row] > goal)
                break;
            goal -= targets[row];
            kept.Add(row);
        }

        return kept;
    }

    private static List<int> Count(string path, RowEncoder encoder, CancellationToken cancellation)
    {
        var counts = new List<int>();
        foreach (var row in LlavaRowFile.Read(path))
        {
            cancellation.ThrowIfCancellationRequested();
            counts.Add(encoder.Encode(row).CountTargets(encoder.Settings.ModelMaxLength));
        }

        return counts.Count > 0 ? counts : throw new InputException($"{path}: expected rows, found none");
    }

    /// <summary>Encodes as the training will.</summary>
    private static RowEncoder Encoder(TrainingRecipe recipe)
    {
        var folder = recipe.Model.BaseModel.FullPath;
        if (TokenizerLoader.Load(folder) is not IExtendableTokenizer tokenizer)
            throw new InputException($"{folder}: expected a tokenizer.model or a byte-level BPE, found another kind of tokenizer");
        var version = TrainingVersion.Parse(recipe.Model.Version);
        var sees = recipe.Model.VisionTower is not null;
        var plan = AddedTokenPlan.Create(tokenizer, version, sees && recipe.Model.UsesPatchToken, sees && recipe.Model.UsesStartEnd);
        return new RowEncoder(plan.Tokenizer, new RowEncoderSettings
        {
            Template = version.Template,
            PadId = plan.PadId,
            ModelMaxLength = recipe.Data.ModelMaxLength,
            UsesStartEnd = recipe.Model.UsesStartEnd,
            IsMultimodal = sees,
        });
    }
}
