using System.Security.Cryptography;
using System.Text;

namespace Colloquy.Stores;

/// <summary>
/// An end user as stores keep it: neither the end user's id nor the person's can be read from it, but whoever brings the id finds the row and opens it.
/// An end user has to be remembered before its first conversation comes, and nobody may be read from the store after its last one is gone: with the
/// conversation the id goes, and with the id the key.
/// </summary>
/// <param name="Key">Hash of the id: 32 hexadecimal digits.</param>
/// <param name="Seal">The customer's own id of the person, encrypted under a key made of the end user's id; Base64; null for somebody anonymous.</param>
public sealed record SealedEndUser(string Key, string? Seal, DateTimeOffset? CreatedAt, DateTimeOffset? UpdatedAt)
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    public static SealedEndUser Of(EndUser user) =>
        new(KeyOf(user.Id), user.ExternalId is { } person ? SealOf(user.Id, person) : null, user.CreatedAt, user.UpdatedAt);

    public static string KeyOf(string id) => Convert.ToHexStringLower(Hash("key", id).AsSpan(0, 16));

    /// <param name="id">The end user's id, of which <see cref="Key"/> was made.</param>
    /// <exception cref="InvalidDataException">The seal is damaged, or the id another one.</exception>
    public EndUser Open(string id) => new(id, Seal is null ? null : Person(id, Seal), CreatedAt, UpdatedAt);

    // The nonce is made of what is sealed: the same person gives the same seal, so that an equal row is no change.
    private static string SealOf(string id, string person)
    {
        var (secret, plain) = (Hash("secret", id), Encoding.UTF8.GetBytes(person));
        var bytes = new byte[NonceBytes + TagBytes + plain.Length];
        var (nonce, tag, text) = Parts(bytes);
        HMACSHA256.HashData(secret, plain).AsSpan(0, NonceBytes).CopyTo(nonce.Span);
        using var cipher = new AesGcm(secret, TagBytes);
        cipher.Encrypt(nonce.Span, plain, text.Span, tag.Span);
        return Convert.ToBase64String(bytes);
    }

    private static string Person(string id, string seal)
    {
        try
        {
            var (nonce, tag, text) = Parts(Convert.FromBase64String(seal));
            var plain = new byte[text.Length];
            using var cipher = new AesGcm(Hash("secret", id), TagBytes);
            cipher.Decrypt(nonce.Span, text.Span, tag.Span, plain);
            return Encoding.UTF8.GetString(plain);
        }
        catch (Exception damage) when (damage is CryptographicException or FormatException or ArgumentException)
        {
            throw new InvalidDataException("The row of an end user does not open.", damage);
        }
    }

    private static (Memory<byte> Nonce, Memory<byte> Tag, Memory<byte> Text) Parts(byte[] bytes) =>
        (bytes.AsMemory(0, NonceBytes), bytes.AsMemory(NonceBytes, TagBytes), bytes.AsMemory(NonceBytes + TagBytes));

    private static byte[] Hash(string purpose, string id) => SHA256.HashData(Encoding.UTF8.GetBytes($"colloquy end user {purpose}\n{id}"));
}
