using System.CommandLine;

namespace Colloquy.Cli.Commands;

/// <summary>Options of the commands that train, use and measure models.</summary>
internal static class ModelOptions
{
    public static Option<string[]> Labels(string description) => new("--labels")
    {
        Description = description + ": JSON lines with text, label or labels, and optionally lang; also .gz and .zst",
        HelpName = "FILE",
        AllowMultipleArgumentsPerToken = true,
        Required = true,
    };

    public static Option<string?> Model(string description, bool required) => new("--model")
    {
        Description = description,
        HelpName = "DIR",
        Required = required,
    };
}
