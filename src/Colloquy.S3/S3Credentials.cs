using Colloquy.Model;

namespace Colloquy.S3;

/// <summary>Credentials for the server.</summary>
/// <param name="AccessKey">Access key id.</param>
/// <param name="SecretKey">Secret access key.</param>
/// <param name="SessionToken">Session token of temporary credentials; null for permanent ones.</param>
public sealed record S3Credentials(Secret AccessKey, Secret SecretKey, Secret? SessionToken);
