using System.Security.Cryptography;
using System.Text;

namespace Candor.Evaluation.Text;

/// <summary>SHA-256 as lower-case hex, the form every hash in a log has.</summary>
internal static class Sha256
{
    /// <summary>Of bytes.</summary>
    public static string Of(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>Of the UTF-8 of a text.</summary>
    public static string Of(string text) => Of(Encoding.UTF8.GetBytes(text));

    /// <summary>Of what is written as JSON, without keeping it.</summary>
    public static string OfJson(Action<PythonJsonWriter> write, bool indented = false, bool asciiOnly = false)
    {
        using var hash = SHA256.Create();
        using (var stream = new CryptoStream(Stream.Null, hash, CryptoStreamMode.Write))
        using (var writer = new PythonJsonWriter(stream, indented, asciiOnly))
            write(writer);
        return Convert.ToHexStringLower(hash.Hash!);
    }
}
