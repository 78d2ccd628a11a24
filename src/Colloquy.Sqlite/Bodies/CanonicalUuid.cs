namespace Colloquy.Sqlite.Bodies;

/// <summary>UUIDs in the only spelling that can be restored from 16 bytes: lower case with hyphens.</summary>
internal static class CanonicalUuid
{
    public const int Size = 16;
    private const int TextLength = 36;

    public static bool TryRead(string text, Span<byte> bytes)
    {
        if (text.Length != TextLength || !Guid.TryParseExact(text, "D", out var uuid))
        {
            return false;
        }

        // The parser also accepts upper case, and signs within the groups.
        Span<char> canonical = stackalloc char[TextLength];
        return uuid.TryFormat(canonical, out _, "D") && canonical.SequenceEqual(text) && uuid.TryWriteBytes(bytes, bigEndian: true, out _);
    }

    public static string Write(ReadOnlySpan<byte> bytes) => new Guid(bytes, bigEndian: true).ToString("D");
}
