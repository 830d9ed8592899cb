using static TorchSharp.torch;

namespace Candor.Torch.Models;

/// <summary>
/// A LLaVA model's tokens and, behind them, the vectors of pictures: picture n has the ids from V + n · P on, one a vector. Tower and
/// projector see a picture when it is first asked for; the latest pictures' vectors are kept.
/// </summary>
public sealed class PictureEmbeddings : IInputEmbeddings, IDisposable
{
    /// <summary>Bytes of vectors that are kept, as far as more than one picture's fit.</summary>
    private const long CachedBytes = 256L << 20;

    private readonly Llava model;
    private readonly VisionParts vision;
    private readonly Func<int> count;
    private readonly Func<int, float[]> pixels;
    private readonly Dictionary<int, Tensor> features = [];
    private readonly Queue<int> inOrder = new();
    private readonly int capacity;

    /// <summary>Prepares; no picture is read.</summary>
    /// <param name="model">A model that sees; the caller keeps it.</param>
    /// <param name="count">How many pictures there are by now.</param>
    /// <param name="pixels">The preprocessed picture of a number, [3, S, S].</param>
    public PictureEmbeddings(Llava model, Func<int> count, Func<int, float[]> pixels)
    {
        ArgumentNullException.ThrowIfNull(model);
        this.model = model;
        vision = model.Vision ?? throw new ArgumentException("a model without a vision tower", nameof(model));
        this.count = count;
        this.pixels = pixels;
        long bytes = (long)vision.VectorsPerPicture * model.Language.Config.HiddenSize * sizeof(float);
        capacity = (int)Math.Clamp(CachedBytes / bytes, 1, int.MaxValue);
    }

    /// <inheritdoc />
    public int Count => checked(model.Language.Config.VocabSize + (count() * vision.VectorsPerPicture));

    /// <summary>How often a picture went through the tower.</summary>
    public long TowerRuns { get; private set; }

    /// <inheritdoc />
    public Tensor Embed(ReadOnlySpan<int> ids)
    {
        using var scope = NewDisposeScope();
        using var _ = inference_mode();
        int vocabulary = model.Language.Config.VocabSize;
        var tokens = ids.ToArray();
        for (int i = 0; i < tokens.Length; i++)
            tokens[i] = tokens[i] < vocabulary ? tokens[i] : 0;
        var x = model.Language.model.embed_tokens.index_select(0, tensor(tokens));
        for (int start = 0; start < ids.Length;)
        {
            int length = RunLength(ids[start..], vocabulary);
            if (ids[start] >= vocabulary)
            {
                (int picture, int offset) = Math.DivRem(ids[start] - vocabulary, vision.VectorsPerPicture);
                x.narrow(0, start, length).copy_(Features(picture).narrow(0, offset, length));
            }

            start += length;
        }

        return x.MoveToOuterDisposeScope();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var tensor in features.Values)
            tensor.Dispose();
        features.Clear();
    }

    /// <summary>Length of the tokens, or of the vectors of one picture that follow each other, at the beginning.</summary>
    private int RunLength(ReadOnlySpan<int> ids, int vocabulary)
    {
        if (ids[0] < vocabulary)
            return ids.IndexOfAnyExceptInRange(int.MinValue, vocabulary - 1) is var end and >= 0 ? end : ids.Length;
        int room = vision.VectorsPerPicture - ((ids[0] - vocabulary) % vision.VectorsPerPicture);
        int length = 1;
        while (length < room && length < ids.Length && ids[length] == ids[0] + length)
            length++;
        return length;
    }

    /// <summary>A picture's embeddings [P, H].</summary>
    private Tensor Features(int picture)
    {
        if (features.TryGetValue(picture, out var known))
            return known;
        if (features.Count >= capacity && features.Remove(inOrder.Dequeue(), out var oldest))
            oldest.Dispose();
        using var scope = NewDisposeScope();
        var image = new ImageBatch { Pixels = pixels(picture), Count = 1, Size = vision.Tower.Config.ImageSize };
        var projected = vision.Projector.call(vision.Features(image, model.Language.ComputeType)).DetachFromDisposeScope();
        TowerRuns++;
        features.Add(picture, projected);
        inOrder.Enqueue(picture);
        return projected;
    }
}
