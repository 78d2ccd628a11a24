using System.Buffers.Binary;
using System.Globalization;
using System.IO.Hashing;
using System.Text;

namespace Colloquy.Sqlite.Bodies;

/// <summary>
/// A checksum (XxHash3, 64 bits, little-endian) in front of a body, verified on every read. It can include an owner, computed from
/// other columns of the row, so that a body that was moved to another row is detected.
/// </summary>
internal static class BodySeal
{
    public const int Size = sizeof(ulong);

    /// <summary>Computes the checksum of everything behind the first <see cref="Size"/> bytes and writes it into them.</summary>
    public static void Put(Span<byte> body, long owner = 0) =>
        BinaryPrimitives.WriteUInt64LittleEndian(body, XxHash3.HashToUInt64(body[Size..], owner));

    public static byte[] Seal(ReadOnlySpan<byte> plain, long owner = 0)
    {
        var body = new byte[Size + plain.Length];
        plain.CopyTo(body.AsSpan(Size));
        Put(body, owner);
        return body;
    }

    /// <summary>Verifies the checksum and returns the bytes behind it.</summary>
    /// <exception cref="InvalidDataException">The body is damaged.</exception>
    public static ReadOnlySpan<byte> Open(ReadOnlySpan<byte> body, long owner = 0) =>
        body.Length >= Size && BinaryPrimitives.ReadUInt64LittleEndian(body) == XxHash3.HashToUInt64(body[Size..], owner)
            ? body[Size..]
            : throw new InvalidDataException("The checksum does not match.");

    /// <summary>The owner of a user day: its actor and its day.</summary>
    public static long OwnerOf(Actor actor, long day) => unchecked((long)XxHash3.HashToUInt64(
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{(int)actor.Kind} {day} {actor.Id}"))));
}
