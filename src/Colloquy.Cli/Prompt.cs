using Colloquy.Hosting;

namespace Colloquy.Cli;

/// <summary>Options of a command that a person waits for.</summary>
internal static class Prompt
{
    public static ColloquyOptions Promptly(this ColloquyOptions options) => options with { IsAwaited = true };
}
