using Colloquy.Model;

namespace Colloquy.S3;

/// <summary>Who asks.</summary>
/// <param name="SessionToken">Of credentials for a while; null for lasting ones.</param>
public sealed record S3Credentials(Secret AccessKey, Secret SecretKey, Secret? SessionToken);
