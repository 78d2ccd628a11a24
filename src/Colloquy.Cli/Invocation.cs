using System.CommandLine;
using Colloquy.Configuration;
using Colloquy.Hosting;
using Colloquy.Stores;

namespace Colloquy.Cli;

/// <summary>The context of a command: the terminal, the clock, and the configuration with the command line's overrides.</summary>
internal sealed class Invocation(Terminal terminal, TimeProvider clock)
{
    private const int LongestSettings = 1 << 20;

    public Terminal Terminal { get; private set; } = terminal;

    public TimeProvider Clock => clock;

    /// <summary>Selects the output format.</summary>
    public void Begin(ParseResult parsed)
    {
        if (parsed.GetResult(CommonOptions.Json) is not null && parsed.GetValue(CommonOptions.Json))
        {
            Terminal = Terminal with { Output = Terminal.Json };
        }
    }

    /// <summary>Reads the options from <c>.env</c>, the environment and the command line, in ascending precedence.</summary>
    /// <param name="parts">The parts that the command uses.</param>
    /// <exception cref="ConfigurationException">Lists every problem of these parts.</exception>
    public ColloquyOptions ReadOptions(ParseResult parsed, OptionParts parts = OptionParts.All)
    {
        return OptionsReader.Read(Variables(parsed), parts);
    }

    /// <summary>Options of one kind of store, whether it is the chosen one or not; null if its location is not set.</summary>
    public StoreOptions? ReadStore(ParseResult parsed, string name) => OptionsReader.ReadStore(Variables(parsed), name);

    private Dictionary<string, Variable> Variables(ParseResult parsed)
    {
        var variables = new Dictionary<string, Variable>(StringComparer.Ordinal);
        var file = Path.Combine(Terminal.Folder, ".env");
        if (File.Exists(file))
        {
            Merge(DotEnv.Parse(ReadSettings(file), ".env"), ".env");
        }

        Merge(Terminal.Environment, "environment");
        Override(Settings.Home, CommonOptions.Home);
        Override(Settings.LogLevel, CommonOptions.LogLevel);
        Override(Settings.Source, CommonOptions.Source);
        return variables;

        void Merge(IReadOnlyDictionary<string, string> more, string place)
        {
            foreach (var (name, value) in more.Where(v => v.Value.Length > 0))
            {
                variables[name] = new Variable(value, place);
            }
        }

        void Override(string name, Option<string?> option)
        {
            if (parsed.GetValue(option) is { } value)
            {
                variables[name] = new Variable(value, option.Name);
            }
        }
    }

    public async Task<Session> OpenAsync(ColloquyOptions options, CancellationToken cancellationToken) =>
        await Session.OpenAsync(options, Logging(options), clock, cancellationToken);

    /// <param name="parts">The parts that the command uses.</param>
    public async Task<Session> OpenAsync(ParseResult parsed, OptionParts parts, CancellationToken cancellationToken) =>
        await OpenAsync(ReadOptions(parsed, parts), cancellationToken);

    /// <summary>Opens a session for a command that only reads, while a person is waiting.</summary>
    /// <param name="parts">The parts that the command uses.</param>
    public async Task<Session> OpenReadOnlyAsync(ParseResult parsed, OptionParts parts, CancellationToken cancellationToken)
    {
        var options = ReadOptions(parsed, parts).Promptly();
        return await Session.OpenReadOnlyAsync(options, Logging(options), clock, cancellationToken);
    }

    private LineLog Logging(ColloquyOptions options) => new(Terminal.Error, clock, options.LogLevel);

    // It may be a pipe from a secret store, so its length is unknown before it is read.
    private static string ReadSettings(string file)
    {
        using var reader = new StreamReader(file);
        var content = new char[LongestSettings + 1];
        var length = reader.ReadBlock(content);
        return length <= LongestSettings
            ? new string(content, 0, length)
            : throw new ConfigurationException(
                (System.Collections.Immutable.ImmutableArray<string>)[$".env has more than {LongestSettings >> 20} million characters. It "
                    + "is not a settings file: move it elsewhere."]);
    }
}
