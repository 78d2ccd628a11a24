using System.Runtime.InteropServices;
using Colloquy.Query.Engines;
using Colloquy.Query.Engines.Children;

namespace Colloquy.Query;

/// <summary>The child process of <see cref="EngineHost.Child"/>.</summary>
public static class QueryEngine
{
    /// <summary>
    /// Answers requests on standard input until that ends. Bounds this process first; call it before anything else happens in it. Writes nothing to standard output but replies.
    /// </summary>
    /// <returns>The exit code.</returns>
    public static int Serve()
    {
        // Ctrl-C goes to everything in the terminal. The parent decides, and kills.
        using var interrupt = OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create(PosixSignal.SIGINT, static signal => signal.Cancel = true);
        using var wire = new Wire(Console.OpenStandardInput(), Console.OpenStandardOutput());
        if (wire.ReadMessage() != Message.Begin)
        {
            return 2;
        }

        var limits = new QueryLimits(Timeout.InfiniteTimeSpan, null, MemoryMegabytes: (int)wire.ReadNumber(), Threads: (int)wire.ReadNumber());
        Confinement.Enter(limits.MemoryMegabytes);
        using var server = new EngineServer(wire, limits);
        server.Serve();
        return 0;
    }
}
