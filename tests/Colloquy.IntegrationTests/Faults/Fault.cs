using System.Collections.Immutable;

namespace Colloquy.IntegrationTests.Faults;

/// <summary>What <see cref="FaultProxy"/> does to one request instead of passing it on as it is.</summary>
internal abstract record Fault
{
    private Fault()
    {
    }

    /// <summary>Answers without asking the server.</summary>
    internal sealed record Answer(int Status, string Body, string ContentType, params ImmutableArray<(string Name, string Value)> Headers) : Fault;

    /// <summary>Promises the whole body, sends so many bytes of it and closes the connection.</summary>
    internal sealed record Cut(long AfterBytes) : Fault;

    /// <summary>Sends so many bytes of the body and then nothing, until the client gives up or the proxy is disposed.</summary>
    internal sealed record Stall(long AfterBytes) : Fault;

    /// <summary>Drops the connection before any answer. <see cref="HttpClient"/> by itself repeats a GET that a kept connection lost this way.</summary>
    internal sealed record Reset : Fault;

    /// <summary>Lets the server do the work and drops the connection in place of its answer.</summary>
    internal sealed record Lose : Fault;

    /// <summary>Waits, then passes the request on.</summary>
    internal sealed record Delay(TimeSpan Time) : Fault;

    /// <summary>Asks the server for another path and query.</summary>
    internal sealed record Rewrite(Func<string, string> PathAndQuery) : Fault;

    /// <summary>Changes the body of the server's answer.</summary>
    internal sealed record Replace(Func<byte[], byte[]> Body) : Fault;
}
