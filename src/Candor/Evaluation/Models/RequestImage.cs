using System.Security.Cryptography;

namespace Candor.Evaluation.Models;

/// <summary>The picture that a request is about.</summary>
public sealed record RequestImage
{
    private RequestImage(string? path, string digest) => (Path, Digest) = (path, digest);

    /// <summary>A picture of one colour, the mean of what the vision tower was trained on: the control of a model that must see.</summary>
    public static RequestImage Blank { get; } = new(null, "blank");

    /// <summary>The file; null for <see cref="Blank"/>.</summary>
    public string? Path { get; }

    /// <summary>SHA-256 (lower-case hex) of the file; <c>blank</c> for <see cref="Blank"/>.</summary>
    public string Digest { get; }

    /// <summary>Hashes a file; nothing is decoded.</summary>
    /// <exception cref="InputException">The file cannot be read.</exception>
    public static RequestImage Open(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return new RequestImage(path, Convert.ToHexStringLower(SHA256.HashData(file)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: expected a readable picture: {e.Message}", e);
        }
    }

    /// <inheritdoc />
    public override string ToString() => Path ?? Digest;
}
