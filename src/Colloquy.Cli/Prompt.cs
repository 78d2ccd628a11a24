using Colloquy.Hosting;

namespace Colloquy.Cli;

/// <summary>Options of a command for which a person is waiting.</summary>
internal static class Prompt
{
    public static ColloquyOptions Promptly(this ColloquyOptions options) => options with { IsAwaited = true };
}
