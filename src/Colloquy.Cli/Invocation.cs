using System.CommandLine;
using Colloquy.Configuration;
using Colloquy.Hosting;
using Colloquy.Stores;

namespace Colloquy.Cli;

/// <summary>What a command works with: the terminal, the clock and the configuration as the command line overrides it.</summary>
internal sealed class Invocation(Terminal terminal, TimeProvider clock)
{
    private const int LongestSettings = 1 << 20;

    public Terminal Terminal { get; private set; } = terminal;

    public TimeProvider Clock => clock;

    /// <summary>Chooses the form of the results.</summary>
    public void Begin(ParseResult parsed)
    {
        if (parsed.GetResult(CommonOptions.Json) is not null && parsed.GetValue(CommonOptions.Json))
        {
            Terminal = Terminal with { Output = Terminal.Json };
        }
    }

    /// <summary>Reads <c>.env</c>, the environment and the command line, the later ones winning.</summary>
    /// <param name="parts">Those that the command uses.</param>
    /// <exception cref="ConfigurationException">With every problem of these parts at once.</exception>
    public ColloquyOptions ReadOptions(ParseResult parsed, OptionParts parts = OptionParts.All)
    {
        return OptionsReader.Read(Variables(parsed), parts);
    }

    /// <summary>The options of one kind of store, whichever is chosen; null where the settings do not say where it is.</summary>
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

    public async Task<Session> OpenAsync(ColloquyOptions options, CancellationToken stop) => await Session.OpenAsync(options, Logging(options), clock, stop);

    /// <param name="parts">Those that the command uses.</param>
    public async Task<Session> OpenAsync(ParseResult parsed, OptionParts parts, CancellationToken stop) => await OpenAsync(ReadOptions(parsed, parts), stop);

    /// <summary>For commands that only read, while a person waits.</summary>
    /// <param name="parts">Those that the command uses.</param>
    public async Task<Session> OpenReadOnlyAsync(ParseResult parsed, OptionParts parts, CancellationToken stop)
    {
        var options = ReadOptions(parsed, parts).Promptly();
        return await Session.OpenReadOnlyAsync(options, Logging(options), clock, stop);
    }

    private LineLog Logging(ColloquyOptions options) => new(Terminal.Error, clock, options.LogLevel);

    // It may be a pipe, of a program that keeps secrets: its length is not known before it is read.
    private static string ReadSettings(string file)
    {
        using var reader = new StreamReader(file);
        var content = new char[LongestSettings + 1];
        var length = reader.ReadBlock(content);
        return length <= LongestSettings
            ? new string(content, 0, length)
            : throw new ConfigurationException((System.Collections.Immutable.ImmutableArray<string>)[$".env has more than {LongestSettings >> 20} million characters. It is no file of settings: move it away."]);
    }
}
