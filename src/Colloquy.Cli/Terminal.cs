using System.Collections;
using Colloquy.Query;

namespace Colloquy.Cli;

/// <summary>What the process talks to: two streams of text and the environment. Results go to Output, everything else to Error.</summary>
internal sealed record Terminal(TextWriter Output, TextWriter Error, bool ErrorIsTerminal, int Width, IReadOnlyDictionary<string, string> Environment, string Folder)
{
    private const int DefaultWidth = 100;

    /// <summary>What a command reads that takes texts; nothing unless told otherwise.</summary>
    public TextReader Input { get; init; } = TextReader.Null;

    /// <summary>Where SQL runs.</summary>
    public EngineHost Engine { get; init; } = SqlEngine.Host;

    public static Terminal OfProcess()
    {
        var environment = System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(e => (string)e.Key, e => (string?)e.Value ?? "", StringComparer.Ordinal);
        return new Terminal(
            Console.Out, Console.Error, !Console.IsErrorRedirected, Console.IsOutputRedirected ? DefaultWidth : Math.Clamp(Console.WindowWidth, 60, 160),
            environment, Directory.GetCurrentDirectory())
        {
            Input = new StreamReader(Console.OpenStandardInput(), System.Text.Encoding.UTF8),
        };
    }
}
