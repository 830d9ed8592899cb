using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Candor.Evaluation.Models;

/// <summary>The journal's key of a request.</summary>
internal static class RequestKey
{
    /// <summary>SHA-256 (lower-case hex) of what decides the answer beside the ids, the continuation's length and the ids.</summary>
    public static string Of(string identity, int[] ids, int continuationLength)
    {
        int start = Encoding.UTF8.GetByteCount(identity);
        var bytes = new byte[start + ((ids.Length + 2) * sizeof(int))];
        Encoding.UTF8.GetBytes(identity, bytes);
        var rest = bytes.AsSpan(start);
        BinaryPrimitives.WriteInt32LittleEndian(rest, continuationLength);
        BinaryPrimitives.WriteInt32LittleEndian(rest[4..], ids.Length);
        for (int i = 0; i < ids.Length; i++)
            BinaryPrimitives.WriteInt32LittleEndian(rest[(8 + (i * sizeof(int)))..], ids[i]);
        return Convert.ToHexStringLower(SHA256.HashData(bytes));
    }
}
