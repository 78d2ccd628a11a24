namespace Colloquy.S3;

/// <summary>Server-side encryption of objects.</summary>
public enum ServerEncryption
{
    /// <summary>As configured for the bucket.</summary>
    AsBucket,
    /// <summary>Keys managed by the server: <c>AES256</c>.</summary>
    Aes256,
    /// <summary>A key of the key management service: <c>aws:kms</c>.</summary>
    Kms,
}
