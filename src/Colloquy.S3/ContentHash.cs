using System.Security.Cryptography;

namespace Colloquy.S3;

/// <summary>
/// The SHA-256 of an object in hex, stored in its metadata. It identifies the content without reading it, and verifies what was read.
/// </summary>
internal static class ContentHash
{
    /// <summary>Name in the metadata, sent as the header <c>x-amz-meta-sha256</c>.</summary>
    public const string Name = "sha256";

    public static string Of(ReadOnlyMemory<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content.Span));
}
