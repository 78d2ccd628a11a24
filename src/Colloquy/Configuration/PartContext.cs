using Colloquy.Rights;

namespace Colloquy.Configuration;

/// <summary>What a component needs to create its part: location, permissions, clock.</summary>
/// <param name="Home">The part's own folder. It need not exist.</param>
/// <param name="Rights">Permissions of the files it creates.</param>
/// <param name="Clock">The only source of time.</param>
/// <param name="IsAwaited">
/// Whether a person is waiting. If so, an unreachable server is reported within ten seconds; a background job keeps retrying.
/// </param>
public sealed record PartContext(string Home, FileRights Rights, TimeProvider Clock, bool IsAwaited = false)
{
    /// <summary>
    /// Timeout of a request while a person is waiting. It leaves the rest of the ten seconds for startup and two quick retries.
    /// </summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(6);
}
