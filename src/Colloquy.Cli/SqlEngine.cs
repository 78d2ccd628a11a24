using System.Reflection;
using Colloquy.Query;

namespace Colloquy.Cli;

/// <summary>The SQL engine of the commands: this executable again, with a hidden verb.</summary>
internal static class SqlEngine
{
    public const string Verb = "query-engine";

    private const string Muxer = "dotnet";

    public static EngineHost Host { get; } = Find();

    private static EngineHost Find()
    {
        var own = typeof(SqlEngine).Assembly;
        if (Assembly.GetEntryAssembly() == own && Environment.ProcessPath is { } running)
        {
            return Path.GetFileNameWithoutExtension(running).Equals(Muxer, StringComparison.OrdinalIgnoreCase)
                ? EngineHost.Child(running, Dll(own), Verb)
                : EngineHost.Child(running, Verb);
        }

        // Called from another program. The build has put the executable next to it.
        return EngineHost.Child(
            Path.Combine(AppContext.BaseDirectory, own.GetName().Name + (OperatingSystem.IsWindows() ? ".exe" : "")), Verb);
    }

    private static string Dll(Assembly own) => Path.Combine(AppContext.BaseDirectory, own.GetName().Name + ".dll");
}
