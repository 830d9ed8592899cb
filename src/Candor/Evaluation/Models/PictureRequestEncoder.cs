using Candor.Conversations;
using Candor.Conversations.Labels;
using Candor.Tokenization;

namespace Candor.Evaluation.Models;

/// <summary>
/// Requests about pictures into ids, as training encodes such rows: BOS first whatever the protocol, texts on both sides of the picture
/// encoded by themselves. Each picture becomes a stretch of ids of its own behind the vocabulary, one a vector, so that requests about
/// the same picture share their prefix like any others.
/// </summary>
/// <param name="tokenizer">The one that training used, with the tokens that it added.</param>
/// <param name="layout">How the model takes pictures in.</param>
/// <param name="maxLength">Longest input of the model in tokens.</param>
/// <param name="identity">What decides answers beside the ids: digest of all weights, computing dtype. Part of every key.</param>
public sealed class PictureRequestEncoder(ITokenizer tokenizer, PictureLayout layout, int maxLength, string identity)
{
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
    private readonly List<RequestImage> images = [];
    private string? lastContext;
    private int[] lastContextIds = [];

    /// <summary>The distinct pictures asked about so far: number n has the ids from vocabulary + n · vectors on.</summary>
    public IReadOnlyList<RequestImage> Images => images;

    /// <summary>Encodes a request.</summary>
    /// <exception cref="InputException">
    /// The context has not exactly one place for a picture, the continuation has no tokens or a picture, or all is too long for the model.
    /// </exception>
    public PreparedRequest Encode(LogLikelihoodRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var image = request.Image ?? throw new ArgumentException("a request without a picture", nameof(request));
        (string context, string continuation) = TrailingWhiteSpace.Move(request);
        if (context != lastContext)
            (lastContext, lastContextIds) = (context, Tokens(context));
        int[] whole = Tokens(context + continuation);
        int places = lastContextIds.Count(ImageTokens.ImageIndex);
        if (places != 1 || whole.Count(ImageTokens.ImageIndex) != 1)
            throw new InputException($"{image}: expected one {ImageTokens.Image} in the prompt and none in the answer, found {places} in the prompt");
        int length = whole.Length - lastContextIds.Length;
        if (length < 1)
            throw new InputException($"the continuation \"{request.Continuation}\" has no tokens of its own after its context");
        int[] ids = layout.Splice(whole, NumberOf(image));
        if (ids.Length - 1 > maxLength)
        {
            throw new InputException(
                $"{image}: the picture's {layout.VectorsPerPicture} vectors and its question take {ids.Length - 1} positions, "
                + $"more than the model reads ({maxLength})");
        }

        // The picture's number depends on what else is asked; its digest does not.
        return new PreparedRequest(request, ids, length, RequestKey.Of($"{identity}image {image.Digest}\n", whole, length), IsTruncated: false);
    }

    private int[] Tokens(string text) => ImagePrompt.Encode(tokenizer, layout.Mark(text));

    private int NumberOf(RequestImage image)
    {
        if (numbers.TryGetValue(image.Digest, out int number))
            return number;
        numbers.Add(image.Digest, images.Count);
        images.Add(image);
        return images.Count - 1;
    }
}
