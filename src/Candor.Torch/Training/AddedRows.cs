using Candor.Conversations.Vocabulary;
using Candor.Randomness;
using Candor.Torch.Models;
using static TorchSharp.torch;

namespace Candor.Torch.Training;

/// <summary>Starts the rows that new tokens add to <c>embed_tokens</c> and <c>lm_head</c> (spec/training.md §4).</summary>
public static class AddedRows
{
    /// <summary>Fills the rows in the order of their ids: means over the older rows, or normal with <paramref name="deviation"/>.</summary>
    /// <param name="model">A decoder loaded with that many more rows.</param>
    /// <param name="rows">The tokens added.</param>
    /// <param name="deviation"><c>initializer_range</c>.</param>
    /// <param name="generator">Draws the random rows, of the embedding first.</param>
    public static void Start(Llama model, IReadOnlyList<AddedTokenRow> rows, double deviation, NumpyGenerator generator)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(rows);
        using var _ = no_grad();
        Tensor[] matrices = model.Config.TieWordEmbeddings ? [model.model.embed_tokens] : [model.model.embed_tokens, model.lm_head.weight];
        foreach (var row in rows)
        {
            foreach (var matrix in matrices)
            {
                using var scope = NewDisposeScope();
                var value = row.Start == AddedRowStart.Normal
                    ? RandomStart.Normal([matrix.shape[1]], deviation, generator)
                    : matrix.narrow(0, 0, row.OlderRows).to(ScalarType.Float32).mean([0L]);
                matrix[row.Id].copy_(value);
            }
        }
    }
}
