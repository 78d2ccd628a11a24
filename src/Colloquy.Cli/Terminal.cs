using System.Collections;
using Colloquy.Query;
using Colloquy.Reports.Rendering;

namespace Colloquy.Cli;

/// <summary>What the process talks to: two streams of text and the environment. Results go to Output, everything else to Error.</summary>
/// <param name="Output">Whatever is given, what is written passes a <see cref="PrintableWriter"/>, and so for Error.</param>
internal sealed record Terminal(TextWriter Output, TextWriter Error, bool ErrorIsTerminal, int Width, IReadOnlyDictionary<string, string> Environment, string Folder)
{
    private const int DefaultWidth = 100;

    public TextWriter Output { get; init; } = new PrintableWriter(Output, escape: false);

    public TextWriter Error { get; } = new PrintableWriter(Error, escape: false);

    /// <summary>Stdout for JSON: escapes within texts instead of replacements.</summary>
    public TextWriter Json { get; } = new PrintableWriter(Output, escape: true);

    /// <summary>Stdout for formats of files, such as CSV: exact, unless stdout is a terminal.</summary>
    public TextWriter Exact => OutputIsTerminal ? Output : exact;

    /// <summary>Stdout for a report of this format.</summary>
    public TextWriter For(ReportFormat format) => format switch
    {
        ReportFormat.Json => Json,
        ReportFormat.Csv or ReportFormat.Html => Exact,
        _ => Output,
    };

    /// <summary>A file for a report of this format. What is for people to read passes the gate there too, because files are shown on terminals.</summary>
    public static TextWriter For(ReportFormat format, TextWriter file) =>
        format is ReportFormat.Csv or ReportFormat.Html ? file : new PrintableWriter(file, escape: format == ReportFormat.Json);

    /// <summary>Stderr for what steers the terminal and holds no text but our own.</summary>
    public TextWriter Steering { get; } = Error;

    public bool OutputIsTerminal { get; init; }

    private readonly TextWriter exact = Output;

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
            OutputIsTerminal = !Console.IsOutputRedirected,
            Input = new StreamReader(Console.OpenStandardInput(), System.Text.Encoding.UTF8),
        };
    }
}
