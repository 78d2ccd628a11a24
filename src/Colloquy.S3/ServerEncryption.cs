namespace Colloquy.S3;

/// <summary>What the server is told to encrypt objects with.</summary>
public enum ServerEncryption
{
    /// <summary>Nothing is said: the bucket's own setting holds.</summary>
    AsBucket,
    /// <summary>Keys of the server's own: <c>AES256</c>.</summary>
    Aes256,
    /// <summary>A key of the key service: <c>aws:kms</c>.</summary>
    Kms,
}
