using System.Buffers.Binary;
using System.Globalization;
using System.IO.Hashing;
using System.Text;

namespace Colloquy.Sqlite.Bodies;

/// <summary>
/// A checksum (XxHash3, 64 bits, little-endian) before the bytes of a body, verified whenever a body is read. What a body belongs to by other columns of its row can be
/// part of the checksum.
/// </summary>
internal static class BodySeal
{
    public const int Size = sizeof(ulong);

    /// <summary>Writes the checksum of what follows it into the first bytes.</summary>
    public static void Put(Span<byte> body, long owner = 0) =>
        BinaryPrimitives.WriteUInt64LittleEndian(body, XxHash3.HashToUInt64(body[Size..], owner));

    public static byte[] Seal(ReadOnlySpan<byte> plain, long owner = 0)
    {
        var body = new byte[Size + plain.Length];
        plain.CopyTo(body.AsSpan(Size));
        Put(body, owner);
        return body;
    }

    /// <summary>The bytes behind the checksum.</summary>
    /// <exception cref="InvalidDataException">The body is damaged.</exception>
    public static ReadOnlySpan<byte> Open(ReadOnlySpan<byte> body, long owner = 0) =>
        body.Length >= Size && BinaryPrimitives.ReadUInt64LittleEndian(body) == XxHash3.HashToUInt64(body[Size..], owner)
            ? body[Size..]
            : throw new InvalidDataException("The checksum does not match.");

    /// <summary>What one actor did on one day belongs to both.</summary>
    public static long OwnerOf(Actor actor, long day) => unchecked((long)XxHash3.HashToUInt64(
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{(int)actor.Kind} {day} {actor.Id}"))));
}
