using System.Text.Json;
using Candor.Images;
using Candor.Quickstart;
using static TorchSharp.torch;

namespace Candor.Torch.Quickstart;

/// <summary>A world's training pictures with what they show, in memory.</summary>
internal sealed class LabelledPictures
{
    private readonly List<float[]> _pixels = [];
    private readonly List<long[]> _labels = [];
    private readonly long[] _shape;

    private LabelledPictures(IReadOnlyList<long> shape) => _shape = [.. shape];

    /// <summary>Pictures.</summary>
    public int Count => _pixels.Count;

    /// <summary>Values of every aspect.</summary>
    public IReadOnlyList<int> ValueCounts => [.. Enumerable.Range(0, _labels[0].Length).Select(aspect => (int)_labels.Max(row => row[aspect]) + 1)];

    /// <summary>Reads <see cref="WorldFiles.Scenes"/> and the pictures it names.</summary>
    public static LabelledPictures Read(string scenes, string folder, ClipPreprocessorConfig preprocessor)
    {
        var processor = new ClipImageProcessor(preprocessor);
        var read = new LabelledPictures(processor.Shape);
        foreach (var line in File.ReadLines(scenes))
        {
            using var scene = JsonDocument.Parse(line);
            var members = scene.RootElement.EnumerateObject().ToList();
            var image = ImageDecoder.Decode(Path.Combine(folder, members[0].Value.GetString()!));
            read._pixels.Add(processor.Process(image, ImageAspectRatio.Square));
            read._labels.Add([.. members.Skip(1).Select(member => member.Value.GetInt64())]);
        }

        return read;
    }

    /// <summary>Pixels [B, 3, S, S] of some.</summary>
    public Tensor Pixels(ReadOnlySpan<int> rows)
    {
        var values = new List<float>();
        foreach (var row in rows)
            values.AddRange(_pixels[row]);
        return tensor(values.ToArray(), [rows.Length, .. _shape]);
    }

    /// <summary>An aspect [B] of some, int64.</summary>
    public Tensor Labels(ReadOnlySpan<int> rows, int aspect)
    {
        var values = new List<long>();
        foreach (var row in rows)
            values.Add(_labels[row][aspect]);
        return tensor(values.ToArray());
    }
}
