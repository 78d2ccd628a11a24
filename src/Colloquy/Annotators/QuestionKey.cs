using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Colloquy.Annotators;

/// <summary>Hashes of what shapes an answer.</summary>
public static class QuestionKey
{
    private const int KeyBytes = 16;

    /// <summary>32 hexadecimal digits, equal on every platform and for ever.</summary>
    public static string Of(params ReadOnlySpan<string> parts) => Convert.ToHexStringLower(Hash(parts)[..KeyBytes]);

    // Each part with its length before it, so that no two lists of parts give the same bytes.
    private static byte[] Hash(ReadOnlySpan<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var part in parts)
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        return hash.GetHashAndReset();
    }
}
