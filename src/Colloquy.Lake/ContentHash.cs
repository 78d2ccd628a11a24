using System.Security.Cryptography;

namespace Colloquy.Lake;

/// <summary>
/// The checksum in a file's name: the first 16 bytes of the SHA-256 of its content, in hex. A file whose content does not match its name is
/// damaged.
/// </summary>
internal static class ContentHash
{
    private const int Bytes = 16;

    public static string Of(ReadOnlySpan<byte> content) => Text(SHA256.HashData(content));

    public static string Of(Stream content) => Text(SHA256.HashData(content));

    /// <returns>The checksum at the end of the key's stem; null for a key without one, like manifests of earlier versions.</returns>
    public static string? In(string key)
    {
        var stem = Path.GetFileNameWithoutExtension(key);
        var hash = stem[(stem.LastIndexOf('-') + 1)..];
        return hash.Length == 2 * Bytes && hash.All(char.IsAsciiHexDigitLower) ? hash : null;
    }

    /// <returns>False if the content does not match the key.</returns>
    public static bool Matches(string key, ReadOnlySpan<byte> content) => In(key) is not { } hash || hash == Of(content);

    private static string Text(byte[] hash) => Convert.ToHexStringLower(hash.AsSpan(0, Bytes));
}
