using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Colloquy.Annotators;

/// <summary>Hashes of everything that shapes an answer.</summary>
public static class QuestionKey
{
    private const int KeyBytes = 16;

    /// <summary>32 hexadecimal digits, the same on every platform and in every version.</summary>
    public static string Of(params ReadOnlySpan<string> parts) => Convert.ToHexStringLower(Hash(parts)[..KeyBytes]);

    // Each part is preceded by its length, so that different lists of parts never give the same bytes.
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
