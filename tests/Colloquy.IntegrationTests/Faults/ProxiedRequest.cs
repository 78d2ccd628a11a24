using System.Collections.Immutable;

namespace Colloquy.IntegrationTests.Faults;

/// <summary>One request that reached <see cref="FaultProxy"/>, and what became of it so far.</summary>
internal sealed class ProxiedRequest
{
    private long responseBytes;
    private long ended;

    /// <summary>1 for the first request, in order of arrival.</summary>
    public required int Number { get; init; }

    public required string Method { get; init; }

    public required string Path { get; init; }

    /// <summary>As the client sent it, encoded and with its question mark; empty without one.</summary>
    public required string Query { get; init; }

    public required ImmutableDictionary<string, string> Headers { get; init; }

    /// <summary>In ticks of <see cref="System.Diagnostics.Stopwatch"/>, like <see cref="Ended"/>: two requests whose spans overlap were in flight together.</summary>
    public required long Started { get; init; }

    /// <summary>0 while the request is in flight.</summary>
    public long Ended
    {
        get => Interlocked.Read(ref ended);
        internal set => Interlocked.Exchange(ref ended, value);
    }

    /// <summary>Bytes of the body that were sent to the client.</summary>
    public long ResponseBytes => Interlocked.Read(ref responseBytes);

    internal void Sent(int bytes) => Interlocked.Add(ref responseBytes, bytes);
}
