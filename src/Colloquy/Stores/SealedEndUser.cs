using System.Security.Cryptography;
using System.Text;

namespace Colloquy.Stores;

/// <summary>
/// An end user in the form in which stores keep it. Neither the end user's id nor the customer's id can be derived from it, but a
/// caller who knows the end user's id can find and open it. End users are stored before their first conversation is delivered, and
/// must not be identifiable after their last conversation is deleted. The id, which is the key to the seal, is stored only with
/// conversations and disappears with them.
/// </summary>
/// <param name="Key">Hash of the end user's id: 32 hexadecimal digits.</param>
/// <param name="Seal">
/// The customer's own id of the end user, encrypted with a key derived from the end user's id, in Base64; null if anonymous.
/// </param>
public sealed record SealedEndUser(string Key, string? Seal, DateTimeOffset? CreatedAt, DateTimeOffset? UpdatedAt)
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    /// <summary>Seals an end user.</summary>
    public static SealedEndUser Of(EndUser user) =>
        new(KeyOf(user.Id), user.ExternalId is { } person ? SealOf(user.Id, person) : null, user.CreatedAt, user.UpdatedAt);

    /// <summary>The <see cref="Key"/> of an end user's id.</summary>
    public static string KeyOf(string id) => Convert.ToHexStringLower(Hash("key", id).AsSpan(0, 16));

    /// <summary>Decrypts the end user.</summary>
    /// <param name="id">The end user's id from which <see cref="Key"/> was computed.</param>
    /// <exception cref="InvalidDataException">The seal is damaged, or it belongs to another id.</exception>
    public EndUser Open(string id) => new(id, Seal is null ? null : Person(id, Seal), CreatedAt, UpdatedAt);

    // The nonce is derived from the content: equal content gives an equal seal, so that an unchanged row is recognised.
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
            throw new InvalidDataException("The end user cannot be decrypted.", damage);
        }
    }

    private static (Memory<byte> Nonce, Memory<byte> Tag, Memory<byte> Text) Parts(byte[] bytes) =>
        (bytes.AsMemory(0, NonceBytes), bytes.AsMemory(NonceBytes, TagBytes), bytes.AsMemory(NonceBytes + TagBytes));

    private static byte[] Hash(string purpose, string id) => SHA256.HashData(Encoding.UTF8.GetBytes($"colloquy end user {purpose}\n{id}"));
}
