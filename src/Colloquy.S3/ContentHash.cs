using System.Security.Cryptography;

namespace Colloquy.S3;

/// <summary>The SHA-256 of an object, in hex, kept in its metadata: it tells what is there without reading it, and whether what was read is what was written.</summary>
internal static class ContentHash
{
    /// <summary>Name in the metadata; a header <c>x-amz-meta-sha256</c>.</summary>
    public const string Name = "sha256";

    public static string Of(ReadOnlyMemory<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content.Span));
}
