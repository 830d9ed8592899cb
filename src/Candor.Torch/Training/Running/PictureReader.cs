using Candor.Conversations;
using Candor.Conversations.Auditing;
using Candor.Images;
using Candor.Training.Recipes;

namespace Candor.Torch.Training.Running;

/// <summary>The pictures of a run's rows as the tower's input. May be used from several threads at once.</summary>
/// <param name="data">Folder and handling of pictures that are not square.</param>
/// <param name="preprocessor">The tower's.</param>
internal sealed class PictureReader(RecipeData data, ClipPreprocessorConfig preprocessor)
{
    private readonly ClipImageProcessor _processor = new(preprocessor);
    private readonly ImageAspectRatio _aspectRatio = data.ImageAspectRatio == "pad" ? ImageAspectRatio.Pad : ImageAspectRatio.Square;

    /// <summary>Pixels of a row's picture.</summary>
    /// <exception cref="InputException">It cannot be read.</exception>
    public float[] Read(ConversationRow row) =>
        _processor.Process(ImageDecoder.Decode(Path.Combine(data.ImageFolder!.FullPath, row.Image!)), _aspectRatio);

    /// <summary>Why a file could not be read, or null where it can.</summary>
    public string? FindProblem(string path) => ImageFile.FindProblem(path, image => _processor.Crop(image, _aspectRatio));
}
