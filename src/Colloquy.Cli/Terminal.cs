using System.Collections;
using Colloquy.Query;
using Colloquy.Reports.Rendering;

namespace Colloquy.Cli;

/// <summary>Standard streams and environment of the process. Results go to Output, everything else to Error.</summary>
/// <param name="Output">Everything written passes through a <see cref="PrintableWriter"/>; the same holds for Error.</param>
internal sealed record Terminal(
    TextWriter Output, TextWriter Error, bool ErrorIsTerminal, int Width, IReadOnlyDictionary<string, string> Environment, string Folder)
{
    private const int DefaultWidth = 100;

    public TextWriter Output { get; init; } = new PrintableWriter(Output, escape: false);

    public TextWriter Error { get; } = new PrintableWriter(Error, escape: false);

    /// <summary>Stdout for JSON: unsafe characters are escaped instead of replaced.</summary>
    public TextWriter Json { get; } = new PrintableWriter(Output, escape: true);

    /// <summary>Stdout for file formats such as CSV: exact, unless stdout is a terminal.</summary>
    public TextWriter Exact => OutputIsTerminal ? Output : exact;

    /// <summary>Stdout for a report in this format.</summary>
    public TextWriter For(ReportFormat format) => format switch
    {
        ReportFormat.Json => Json,
        ReportFormat.Csv or ReportFormat.Html => Exact,
        _ => Output,
    };

    /// <summary>A file for a report in this format. Text formats are filtered there, too, because files are shown on terminals.</summary>
    public static TextWriter For(ReportFormat format, TextWriter file) =>
        format is ReportFormat.Csv or ReportFormat.Html ? file : new PrintableWriter(file, escape: format == ReportFormat.Json);

    /// <summary>Stderr for control sequences; must not be used for untrusted text.</summary>
    public TextWriter Steering { get; } = Error;

    public bool OutputIsTerminal { get; init; }

    private readonly TextWriter exact = Output;

    /// <summary>Input of commands that read texts; empty by default.</summary>
    public TextReader Input { get; init; } = TextReader.Null;

    /// <summary>Where SQL runs.</summary>
    public EngineHost Engine { get; init; } = SqlEngine.Host;

    public static Terminal OfProcess()
    {
        var environment = System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(e => (string)e.Key, e => (string?)e.Value ?? "", StringComparer.Ordinal);
        return new Terminal(
            Console.Out, Console.Error, !Console.IsErrorRedirected,
            Console.IsOutputRedirected ? DefaultWidth : Math.Clamp(Console.WindowWidth, 60, 160),
            environment, Directory.GetCurrentDirectory())
        {
            OutputIsTerminal = !Console.IsOutputRedirected,
            Input = new StreamReader(Console.OpenStandardInput(), System.Text.Encoding.UTF8),
        };
    }
}
