using System.Runtime.InteropServices;
using Colloquy.Query.Engines;
using Colloquy.Query.Engines.Children;

namespace Colloquy.Query;

/// <summary>Main loop of the child process of <see cref="EngineHost.Child"/>.</summary>
public static class QueryEngine
{
    /// <summary>
    /// Answers requests on standard input until it ends. Limits this process first, so call it before anything else. Writes only responses
    /// to standard output.
    /// </summary>
    /// <returns>The exit code of the process.</returns>
    public static int Serve()
    {
        // Ctrl-C reaches every process of the terminal. The parent decides what to do, and kills this process.
        using var interrupt = OperatingSystem.IsWindows()
            ? null
            : PosixSignalRegistration.Create(PosixSignal.SIGINT, static signal => signal.Cancel = true);
        using var wire = new Wire(Console.OpenStandardInput(), Console.OpenStandardOutput());
        if (wire.ReadMessage() != Message.Begin)
        {
            return 2;
        }

        var limits = new QueryLimits(
            Timeout.InfiniteTimeSpan, null, MemoryMegabytes: (int)wire.ReadNumber(), Threads: (int)wire.ReadNumber());
        Confinement.Enter(limits.MemoryMegabytes);
        using var server = new EngineServer(wire, limits);
        server.Serve();
        return 0;
    }
}
