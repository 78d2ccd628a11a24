using Colloquy.Rights;

namespace Colloquy.Configuration;

/// <summary>Where and for whom a part is made.</summary>
/// <param name="Home">Folder of files that belong to it. Need not exist.</param>
/// <param name="Rights">Of files that are created.</param>
/// <param name="IsAwaited">
/// Whether a person waits: a server that cannot be reached is reported within ten seconds, where a job would go on trying.
/// </param>
public sealed record PartContext(string Home, FileRights Rights, TimeProvider Clock, bool IsAwaited = false)
{
    /// <summary>
    /// How long a server may not answer where a person waits; the rest of the ten seconds is for starting and for two quick retries.
    /// </summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(6);
}
