using Candor.Conversations;
using Candor.Conversations.Labels;
using Candor.Torch.Training;

namespace Candor.Torch.Tests.Training;

/// <summary>Made-up micro-batches.</summary>
internal static class TestBatch
{
    /// <summary>
    /// Rows of <paramref name="length"/> ids that look drawn at random; the second half of each is to be learned, but for the last row's
    /// end, which is padding.
    /// </summary>
    public static TrainingBatch Create(int rows, int length, int vocabulary, int salt = 0)
    {
        int padding = length / 10;
        var ids = new long[rows * length];
        var labels = new long[ids.Length];
        Array.Fill(labels, ImageTokens.IgnoreIndex);
        for (int i = 0; i < ids.Length; i++)
        {
            ids[i] = 3 + ((((long)i + salt) * 7919 % 104729) % (vocabulary - 3));
            bool isPadding = i >= ids.Length - padding;
            if (isPadding)
                ids[i] = 0;
            else if (i % length >= length / 2)
                labels[i] = ids[i];
        }

        return new TrainingBatch
        {
            Tokens = new CollatedBatch
            {
                Rows = rows,
                Length = length,
                InputIds = ids,
                Labels = labels,
                AttentionMask = Array.ConvertAll(ids, id => id != 0),
            },
            Rows = [.. Enumerable.Range(0, rows)],
        };
    }
}
