using System.Runtime.InteropServices;

namespace Colloquy.S3;

/// <summary>Bytes as a stream that the SDK can read again for a retry.</summary>
internal static class MemoryContent
{
    public static MemoryStream Of(ReadOnlyMemory<byte> content) => MemoryMarshal.TryGetArray(content, out var segment)
        ? new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false)
        : new MemoryStream(content.ToArray(), writable: false);
}
